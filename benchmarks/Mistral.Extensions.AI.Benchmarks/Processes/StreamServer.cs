using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>An HTTP server on loopback that responds to every request with the same stream, one flush for each event.</summary>
internal static class StreamServer
{
    /// <summary>The number of content chunks in a stream.</summary>
    internal const int Chunks = 200;

    /// <summary>Starts the server, prints its port and runs until the standard input ends.</summary>
    internal static async Task RunAsync()
    {
        var events = SplitEvents(Samples.CreateStream(Chunks));
        var completion = Samples.CreateCompletion("Yes.");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(options => options.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapPost("/stream/v1/chat/completions", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "text/event-stream";
            foreach (var item in events)
            {
                await context.Response.Body.WriteAsync(item);
                await context.Response.Body.FlushAsync();
            }
        });
        app.MapPost("/v1/chat/completions", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(completion);
        });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        await Console.In.ReadToEndAsync();
    }

    private static List<ReadOnlyMemory<byte>> SplitEvents(byte[] body)
    {
        var events = new List<ReadOnlyMemory<byte>>();
        for (var rest = body.AsMemory(); rest.Length > 0;)
        {
            var length = rest.Span.IndexOf("\n\n"u8) + 2;
            events.Add(rest[..length]);
            rest = rest[length..];
        }

        return events;
    }
}
