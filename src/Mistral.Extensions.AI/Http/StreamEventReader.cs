using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the events of a stream.</summary>
internal static class StreamEventReader
{
    /// <summary>Reads a chunk, or throws the exception for an error event. Returns null for <c>[DONE]</c>.</summary>
    /// <param name="type">The type of the event.</param>
    /// <param name="data">The data of the event.</param>
    /// <param name="reader">The reader of the stream.</param>
    /// <param name="source">The source of the events.</param>
    internal static T? Read<T>(string type, ReadOnlySpan<byte> data, IChunkReader<T> reader, IEventSource source)
        where T : class
    {
        source.Report(type, data);
        // Checked before [DONE]: a server may report the error only in the type of an event whose data is [DONE].
        if (string.Equals(type, "error", StringComparison.OrdinalIgnoreCase) || (type.Length > 0 && type == reader.ErrorType))
            throw source.CreateError(Encoding.UTF8.GetString(data.ToArray()));
        if (data.SequenceEqual("[DONE]"u8))
            return null;
        if (reader.TryRead(data) is { } chunk)
            return chunk;
        if (UnpairedSurrogates.Contains(data))
            data = ReplaceSurrogates(data);

        // A server that fails in the middle of a stream sends the error as an event. Read as a chunk, it would look like an empty chunk.
        if (MayBeError(data) && Encoding.UTF8.GetString(data.ToArray()) is var text && ErrorBody.IsError(text, reader.ErrorType))
            throw source.CreateError(text);
        // An empty event keeps the connection open.
        return ((JsonTypeInfo<T>)reader.TypeInfo).DeserializeLeniently(data.IsEmpty ? "{}"u8 : data)
            ?? throw new JsonException("The data of an event is null.");
    }

    private static byte[] ReplaceSurrogates(ReadOnlySpan<byte> data)
    {
        var copy = data.ToArray();
        UnpairedSurrogates.Replace(copy, isEnd: true);
        return copy;
    }

    // Searching the bytes is much faster than parsing, and few chunks contain one of these names.
    private static bool MayBeError(ReadOnlySpan<byte> data) =>
        data.IndexOf("rror\""u8) >= 0 || data.IndexOf("\"detail\""u8) >= 0 || data.IndexOf("\"message\""u8) >= 0;
}
