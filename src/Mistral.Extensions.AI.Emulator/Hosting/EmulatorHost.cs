using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Creates the web application of an emulator.</summary>
internal static class EmulatorHost
{
    /// <summary>Creates a web application that listens on 127.0.0.1 and [::1] and has no middleware yet.</summary>
    /// <param name="port">The port; 0 for any free port.</param>
    /// <returns>The web application, and its port.</returns>
    /// <exception cref="IOException">The port is in use.</exception>
    public static (WebApplication Application, int Port) Create(int port)
    {
        var sockets = LoopbackSockets.Bind(port);
        // The empty builder ignores environment variables, settings files and logging of the process that runs the emulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, NoopHostLifetime>();
        builder.WebHost.UseKestrelCore()
            .UseSockets(transport => transport.CreateBoundListenSocket = endPoint => sockets[endPoint])
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = RequestBody.MaxLength;
                foreach (var endPoint in sockets.Keys)
                    kestrel.Listen(endPoint);
            });
        return (builder.Build(), ((IPEndPoint)sockets.Keys.First()).Port);
    }

    /// <summary>A lifetime that leaves Ctrl+C to the process that runs the emulator.</summary>
    private sealed class NoopHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
