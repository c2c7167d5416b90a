using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Reads the chunks of one streamed completion. Nearly all chunks of a stream have only text: for them, the serializer would allocate four
/// times the memory of the text and its objects, mostly for its stack and for strings that are the same in all chunks.
/// </summary>
internal sealed class CompletionChunkReader(int choiceCount) : IChunkReader<CompletionChunk>
{
    private readonly HashSet<int> _finishedChoices = [];
    private string? _id;
    private string? _object;
    private string? _model;

    public JsonTypeInfo<CompletionChunk> TypeInfo => ChatJson.Default.CompletionChunk;

    public CompletionChunk? TryRead(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            return TryReadChunk(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or not UTF-8. The serializer reports it.
            return null;
        }
    }

    public bool IsComplete(CompletionChunk chunk)
    {
        // Until a choice ends, its finish reason is null or an empty string. The choice itself may be null.
        for (var i = 0; chunk.OnlyText is null && i < chunk.Choices?.Count; i++)
        {
            if (chunk.Choices[i] is { FinishReason.Length: > 0 } choice)
                _finishedChoices.Add(choice.Index);
        }

        return _finishedChoices.Count >= choiceCount;
    }

    private CompletionChunk? TryReadChunk(ref Utf8JsonReader reader)
    {
        string? id = null, @object = null, model = null, role = null, text = null;
        long? created = null;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return null;

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isKnown =
                reader.ValueTextEquals("id"u8) ? TryReadString(ref reader, ref _id, out id)
                : reader.ValueTextEquals("object"u8) ? TryReadString(ref reader, ref _object, out @object)
                : reader.ValueTextEquals("created"u8) ? TryReadInt64(ref reader, out created)
                : reader.ValueTextEquals("model"u8) ? TryReadString(ref reader, ref _model, out model)
                : reader.ValueTextEquals("choices"u8) ? TryReadChoices(ref reader, out role, out text)
                : reader.ValueTextEquals("p"u8) ? reader.Read() && reader.TokenType is JsonTokenType.String
                : reader.ValueTextEquals("usage"u8) && TryReadNull(ref reader);
            if (!isKnown)
                return null;
        }

        return text is null || reader.Read() ? null : new(text, role) { Id = id, Object = @object, Created = created, Model = model };
    }

    private static bool TryReadChoices(ref Utf8JsonReader reader, out string? role, out string? text)
    {
        (role, text) = (null, null);
        var hasIndex = false;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartArray
            || !reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isKnown =
                reader.ValueTextEquals("index"u8) ? hasIndex = TryReadInt64(ref reader, out var index) && index is 0
                : reader.ValueTextEquals("delta"u8) ? TryReadDelta(ref reader, out role, out text)
                : (reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("logprobs"u8)) && TryReadNull(ref reader);
            if (!isKnown)
                return false;
        }

        return hasIndex && reader.Read() && reader.TokenType is JsonTokenType.EndArray;
    }

    private static bool TryReadDelta(ref Utf8JsonReader reader, out string? role, out string? text)
    {
        (role, text) = (null, null);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("content"u8))
            {
                if (!reader.Read() || reader.TokenType is not JsonTokenType.String)
                    return false;
                text = reader.GetString();
            }
            else if (reader.ValueTextEquals("role"u8))
            {
                if (!reader.Read() || reader.TokenType is not JsonTokenType.String || !reader.ValueTextEquals("assistant"u8))
                    return false;
                role = "assistant";
            }
            else if (!reader.ValueTextEquals("tool_calls"u8) || !TryReadNull(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    // The ID, the object type and the model are the same in all chunks.
    private static bool TryReadString(ref Utf8JsonReader reader, ref string? last, out string? value)
    {
        value = null;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.String)
            return false;

        value = last is not null && reader.ValueTextEquals(last) ? last : last = reader.GetString();
        return true;
    }

    private static bool TryReadInt64(ref Utf8JsonReader reader, out long? value)
    {
        value = null;
        if (!reader.Read() || reader.TokenType is not JsonTokenType.Number || !reader.TryGetInt64(out var number))
            return false;

        value = number;
        return true;
    }

    private static bool TryReadNull(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.Null;
}
