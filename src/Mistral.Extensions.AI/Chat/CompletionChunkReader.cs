using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Reads the chunks of one streamed completion. Nearly all chunks of a stream have only text: for them, the serializer would allocate four
/// times the memory of the text and its objects, mostly for its stack and for strings that are the same in all chunks.
/// </summary>
internal sealed class CompletionChunkReader(int choiceCount) : IChunkReader<CompletionChunk>
{
    private readonly HashSet<int> _finishedChoices = [];
    private readonly ChunkTemplate _template = new();

    // The ID, the object type and the model are the same in all chunks.
    private string? _id;
    private string? _object;
    private string? _model;

    // The chunk of the template.
    private CompletionChunk? _last;

    public JsonTypeInfo TypeInfo => ChatJson.Default.CompletionChunk;

    public CompletionChunk? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            if (_last is not null && _template.TryReadText(json) is { } text)
                return new(text, _last);

            var reader = new Utf8JsonReader(json);
            _last = TryReadChunk(ref reader, out var textPosition, out var paddingPosition);
            if (_last is not null)
                _template.Set(json, textPosition, paddingPosition);
            return _last;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or not UTF-8. The serializer reports it.
            return _last = null;
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

    private CompletionChunk? TryReadChunk(
        ref Utf8JsonReader reader, out (int Start, int End) textPosition, out (int Start, int End) paddingPosition)
    {
        (textPosition, paddingPosition) = ((0, 0), (0, 0));
        string? id = null, @object = null, model = null, role = null, text = null;
        long? created = null;
        if (!reader.TryRead(JsonTokenType.StartObject))
            return null;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("id"u8) ? reader.TryReadString(ref _id, out id)
                : reader.Is("object"u8) ? reader.TryReadString(ref _object, out @object)
                : reader.Is("created"u8) ? reader.TryReadInt64(out created)
                : reader.Is("model"u8) ? reader.TryReadString(ref _model, out model)
                : reader.Is("choices"u8) ? TryReadChoices(ref reader, out role, out text, out textPosition)
                : reader.Is("p"u8) ? TryReadPadding(ref reader, out paddingPosition)
                : reader.Is("usage"u8) && reader.TryRead(JsonTokenType.Null);
            if (!isKnown)
                return null;
        }

        return text is null || reader.Read() ? null : new(text, role) { Id = id, Object = @object, Created = created, Model = model };
    }

    private static bool TryReadChoices(
        ref Utf8JsonReader reader, out string? role, out string? text, out (int Start, int End) textPosition)
    {
        (role, text, textPosition) = (null, null, (0, 0));
        var hasIndex = false;
        if (!reader.TryRead(JsonTokenType.StartArray) || !reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("index"u8) ? hasIndex = reader.TryReadInt64(out var index) && index is 0
                : reader.Is("delta"u8) ? TryReadDelta(ref reader, out role, out text, out textPosition)
                : (reader.Is("finish_reason"u8) || reader.Is("logprobs"u8)) && reader.TryRead(JsonTokenType.Null);
            if (!isKnown)
                return false;
        }

        return hasIndex && reader.TryRead(JsonTokenType.EndArray);
    }

    private static bool TryReadDelta(
        ref Utf8JsonReader reader, out string? role, out string? text, out (int Start, int End) textPosition)
    {
        (role, text, textPosition) = (null, null, (0, 0));
        if (!reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            if (reader.Is("content"u8))
            {
                if (!reader.TryReadString(out text))
                    return false;
                textPosition = GetPosition(ref reader);
            }
            else if (reader.Is("role"u8))
            {
                if (!reader.TryRead(JsonTokenType.String) || !reader.Is("assistant"u8))
                    return false;
                role = "assistant";
            }
            else if (!reader.Is("tool_calls"u8) || !reader.TryRead(JsonTokenType.Null))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadPadding(ref Utf8JsonReader reader, out (int Start, int End) position)
    {
        var isString = reader.TryRead(JsonTokenType.String);
        position = GetPosition(ref reader);
        return isString;
    }

    private static (int Start, int End) GetPosition(ref Utf8JsonReader reader) =>
        ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
}
