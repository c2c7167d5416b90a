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
    /// <param name="refuse">Makes the exception for the text of a refusal.</param>
    internal static StreamEvent<T> Read<T>(string type, ReadOnlySpan<byte> data, JsonTypeInfo<T> contract, Func<string, Exception> refuse)
        where T : class
    {
        if (data.SequenceEqual("[DONE]"u8))
            return default;

        if (type is "error")
            throw refuse(Encoding.UTF8.GetString(data.ToArray()));
        ThrowIfError(data, refuse);
        return new(JsonSerializer.Deserialize(data, contract) ?? throw new JsonException("An event is null."));
    }

    /// <summary>A server that fails in the middle says so in an event; taken for a piece, it would be an answer that ends early.</summary>
    internal static void ThrowIfError(ReadOnlySpan<byte> data, Func<string, Exception> refuse)
    {
        if (!MayBeError(data))
            return;

        var reader = new Utf8JsonReader(data);
        if (JsonElement.TryParseValue(ref reader, out var json) && ErrorBody.IsError(json.Value))
            throw refuse(json.Value.GetRawText());
    }

    /// <summary>Searching bytes is a hundred times cheaper than parsing, and hardly any answer passes.</summary>
    internal static bool MayBeError(ReadOnlySpan<byte> data) =>
        data.IndexOf("\"error\""u8) >= 0 || data.IndexOf("\"Error\""u8) >= 0 || data.IndexOf("\"detail\""u8) >= 0;
}
