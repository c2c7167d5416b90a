using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Formats the events of a stream that is created while it is sent.</summary>
internal static class LiveEvents
{
    /// <summary>Formats each event when it is produced.</summary>
    /// <param name="events">The events.</param>
    /// <param name="format">Formats an event.</param>
    /// <param name="formatError">Formats the error that ends the stream. The API sends errors in mid-stream as an event.</param>
    /// <param name="end">The segment after the last event; null for none. It is not sent after an error.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> FormatAsync(
        IAsyncEnumerable<JsonObject> events,
        Func<JsonObject, ReadOnlyMemory<byte>> format,
        Func<ApiError, ReadOnlyMemory<byte>> formatError,
        ReadOnlyMemory<byte>? end)
    {
        await using var enumerator = events.GetAsyncEnumerator();
        while (true)
        {
            ApiError? error = null;
            try
            {
                if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                    break;
            }
            catch (ApiError exception)
            {
                error = exception;
            }
            if (error is not null)
            {
                yield return formatError(error);
                yield break;
            }
            yield return format(enumerator.Current);
        }
        if (end is { } segment)
            yield return segment;
    }

    /// <summary>Returns segments that exist already.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> FromSegmentsAsync(IEnumerable<ReadOnlyMemory<byte>> segments)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var segment in segments)
            yield return segment;
    }
}
