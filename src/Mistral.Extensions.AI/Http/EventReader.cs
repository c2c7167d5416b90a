using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http;

/// <summary>A piece of a streamed answer, or the mark that it is over.</summary>
internal readonly record struct StreamEvent<T>(T? Value)
    where T : class
{
    internal bool IsDone => Value is null;
}

/// <summary>Reads the payload of a server-sent event from its bytes.</summary>
internal static class EventReader
{
    internal static StreamEvent<T> Read<T>(string type, ReadOnlySpan<byte> data, JsonTypeInfo<T> contract, string route, string? apiKey)
        where T : class
    {
        if (data.SequenceEqual("[DONE]"u8))
            return default;

        if (type is "error")
            throw ErrorReader.FromEvent(Encoding.UTF8.GetString(data.ToArray()), route, apiKey);
        ThrowIfError(data, route, apiKey);
        return new(JsonSerializer.Deserialize(data, contract) ?? throw new JsonException("An event is null."));
    }

    /// <summary>A server that fails in the middle says so in an event; taken for a piece, it would be an answer that ends early.</summary>
    private static void ThrowIfError(ReadOnlySpan<byte> data, string route, string? apiKey)
    {
        // Searching bytes is a hundred times cheaper than parsing, and hardly any event of an answer passes.
        if (data.IndexOf("\"error\""u8) < 0 && data.IndexOf("\"Error\""u8) < 0 && data.IndexOf("\"detail\""u8) < 0)
            return;

        var reader = new Utf8JsonReader(data);
        if (JsonElement.TryParseValue(ref reader, out var json) && ErrorBody.IsError(json.Value))
            throw ErrorReader.FromEvent(json.Value.GetRawText(), route, apiKey);
    }
}
