using System.Net.ServerSentEvents;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>A chunk of a streamed response, or the end of the stream (<c>[DONE]</c>).</summary>
internal readonly record struct StreamEvent<T>(T? Value)
    where T : class
{
    internal bool IsDone => Value is null;
}

/// <summary>Reads the events of a stream.</summary>
internal static class StreamEventReader
{
    /// <summary>Reads the next event, or returns null at the end of the stream.</summary>
    internal static async Task<StreamEvent<T>?> MoveNextAsync<T>(
        IAsyncEnumerator<SseItem<StreamEvent<T>>> events, LimitedResponseStream content)
        where T : class
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false) ? events.Current.Data : null;
        }
        catch (JsonException) when (content.Failure is { } failure)
        {
            // The event is not valid JSON because the connection failed in the middle of it.
            ExceptionDispatchInfo.Capture(failure).Throw();
            throw;
        }
    }

    /// <summary>Reads a chunk, or throws the exception for an error event.</summary>
    /// <param name="createError">Creates the exception for the JSON of an error.</param>
    internal static StreamEvent<T> Read<T>(
        string type, ReadOnlySpan<byte> data, JsonTypeInfo<T> typeInfo, Func<string, Exception> createError)
        where T : class
    {
        // Checked before [DONE]: a server may report the error only in the type of an event whose data is [DONE].
        if (string.Equals(type, "error", StringComparison.OrdinalIgnoreCase))
            throw createError(Encoding.UTF8.GetString(data.ToArray()));
        if (data.SequenceEqual("[DONE]"u8))
            return default;

        // A server that fails in the middle of a stream sends the error as an event. Read as a chunk, it would look like an empty chunk.
        if (MayBeError(data) && Encoding.UTF8.GetString(data.ToArray()) is var text && ErrorBody.IsError(text))
            throw createError(text);
        // An empty event keeps the connection open.
        return new(JsonSerializer.Deserialize(data.IsEmpty ? "{}"u8 : data, typeInfo)
            ?? throw new JsonException("The data of an event is null."));
    }

    // Searching the bytes is much faster than parsing, and few chunks contain one of these names.
    private static bool MayBeError(ReadOnlySpan<byte> data) =>
        data.IndexOf("rror\""u8) >= 0 || data.IndexOf("\"detail\""u8) >= 0 || data.IndexOf("\"message\""u8) >= 0;
}
