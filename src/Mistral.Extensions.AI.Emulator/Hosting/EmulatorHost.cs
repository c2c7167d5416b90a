using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Creates the web application of an emulator.</summary>
internal static class EmulatorHost
{
    /// <summary>Creates a web application that listens on bound sockets and has no middleware yet.</summary>
    public static WebApplication Create(ListeningSockets sockets)
    {
        // The empty builder ignores environment variables, settings files and logging of the process that runs the emulator.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, NoopHostLifetime>()
            // The caller of MistralEmulator.StopAsync decides how long requests in progress may take.
            .Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.WebHost.UseKestrelCore()
            .UseSockets(transport => transport.CreateBoundListenSocket = sockets.Get)
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                // HttpClient reads the headers of recorded responses as Latin-1.
                kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
                kestrel.Limits.MaxRequestBodySize = RequestBody.MaxLength;
                foreach (var endPoint in sockets.EndPoints)
                    kestrel.Listen(endPoint);
            });
        return builder.Build();
    }

    /// <summary>A lifetime that leaves Ctrl+C to the process that runs the emulator.</summary>
    private sealed class NoopHostLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
