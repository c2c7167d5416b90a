using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Benchmarks.Peers;
using Mistral.Extensions.AI.Benchmarks.Workloads;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>An HTTP server on loopback that always responds with the same text, in the formats of Mistral and of Anthropic.</summary>
internal static class StreamServer
{
    /// <summary>The number of text chunks in a stream.</summary>
    internal const int Chunks = 200;

    /// <summary>The number of chunks that a paced stream sends in a second.</summary>
    internal const int ChunksPerSecond = 100;

    /// <summary>Starts the server, prints its port and runs until the standard input ends.</summary>
    internal static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(options => options.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        Map(app, "chat/completions", Samples.CreateCompletion("Yes."), Samples.CreateStream(Chunks));
        Map(app, "messages", AnthropicSamples.CreateMessage("Yes."), AnthropicSamples.CreateStream(Chunks));
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        await Console.In.ReadToEndAsync();
    }

    private static void Map(WebApplication app, string path, byte[] completion, byte[] stream)
    {
        var events = SplitEvents(stream);
        app.MapPost($"/v1/{path}", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(completion);
        });
        app.MapPost($"/stream/v1/{path}", context => SendAsync(context, events, null));
        app.MapPost($"/paced/v1/{path}", async context =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / ChunksPerSecond));
            await SendAsync(context, events, timer);
        });
    }

    // Flushes each event, so that the client can receive it alone.
    private static async Task SendAsync(HttpContext context, List<ReadOnlyMemory<byte>> events, PeriodicTimer? timer)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = "text/event-stream";
        foreach (var item in events)
        {
            if (timer is not null)
                await timer.WaitForNextTickAsync();
            await context.Response.Body.WriteAsync(item);
            await context.Response.Body.FlushAsync();
        }
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
