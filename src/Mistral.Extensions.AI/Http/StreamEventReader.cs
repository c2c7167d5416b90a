using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>A piece of a streamed answer, or the mark that it is over.</summary>
internal readonly record struct StreamEvent<T>(T? Value)
    where T : class
{
    internal bool IsDone => Value is null;
}

/// <summary>Reads the payload of a server-sent event from its bytes.</summary>
internal static class StreamEventReader
{
    /// <param name="createError">Makes the exception for the text of a refusal.</param>
    internal static StreamEvent<T> Read<T>(string type, ReadOnlySpan<byte> data, JsonTypeInfo<T> contract, Func<string, Exception> createError)
        where T : class
    {
        // First of all: a server may say in the type alone that it failed, and then that it is done.
        if (string.Equals(type, "error", StringComparison.OrdinalIgnoreCase))
            throw createError(Encoding.UTF8.GetString(data.ToArray()));
        if (data.SequenceEqual("[DONE]"u8))
            return default;

        // A server that fails in the middle says so in an event; taken for a piece, it would be an answer that ends early.
        if (MayBeRefusal(data) && Encoding.UTF8.GetString(data.ToArray()) is var text && ErrorBody.IsError(text))
            throw createError(text);
        return new(JsonSerializer.Deserialize(data, contract) ?? throw new JsonException("An event is null."));
    }

    // Searching bytes is a hundred times cheaper than parsing, and hardly any piece of an answer passes.
    private static bool MayBeRefusal(ReadOnlySpan<byte> data) =>
        data.IndexOf("rror\""u8) >= 0 || data.IndexOf("\"detail\""u8) >= 0 || data.IndexOf("\"message\""u8) >= 0;
}
