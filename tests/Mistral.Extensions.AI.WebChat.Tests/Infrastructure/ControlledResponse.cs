using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>A streamed response whose chunks are sent by a test, one after the other.</summary>
public sealed class ControlledResponse
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _closedByClient = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until the client closes the connection before the end of the stream.</summary>
    public Task WaitUntilClosedAsync() => _closedByClient.Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Sends a chunk with this text.</summary>
    public void SendText(string text) => Send(Chunks.Text(text));

    /// <summary>Sends a chunk.</summary>
    public void Send(string chunk) => _events.Writer.TryWrite(chunk);

    /// <summary>Sends the end of the stream.</summary>
    public void Complete(string finishReason = "stop")
    {
        Send(Chunks.End(finishReason));
        Send("[DONE]");
        _events.Writer.Complete();
    }

    /// <summary>Closes the connection without the end of the stream.</summary>
    public void Cut() => _events.Writer.Complete(new IOException("The test cuts the stream."));

    internal async Task WriteAsync(HttpContext context)
    {
        // Kestrel notices a closed connection only after it has read the request.
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        await using var registration = context.RequestAborted.Register(_closedByClient.SetResult);
        context.Response.ContentType = "text/event-stream";
        await foreach (var text in _events.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync($"data: {text}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
