using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Reads the chunks of one streamed completion that have one choice with text, tool calls or both. The serializer takes three times as
/// long, and allocates at least five times as much memory, mostly for its stack and for strings that are the same in all chunks.
/// </summary>
internal sealed class CompletionChunkReader(int choiceCount) : IChunkReader<CompletionChunk>
{
    private readonly HashSet<int> _finishedChoices = [];
    private readonly ChunkTemplate _template = new();

    // The ID, the object type and the model are the same in all chunks.
    private string? _id;
    private string? _object;
    private string? _model;

    // The chunk that the template was made from.
    private CompletionChunk? _last;

    public JsonTypeInfo TypeInfo => ChatJson.Default.CompletionChunk;

    public string EndMarker => "finish_reason";

    public string? ErrorType => null;

    public CompletionChunk? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            if (_last is not null && _template.TryReadText(json) is { } text)
                return new(text, _last);

            var reader = new Utf8JsonReader(json);
            var fields = default(Fields);
            if (!TryReadChunk(ref reader, ref fields))
                return _last = null;
            if (!fields.HasOnlyText)
                return fields.ToChunk();

            _template.Set(json, fields.TextPosition, fields.PaddingPosition);
            return _last = fields.ToTextChunk();
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

    private bool TryReadChunk(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (!reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("id"u8) ? reader.TryReadString(ref _id, out fields.Id)
                : reader.Is("object"u8) ? reader.TryReadString(ref _object, out fields.Object)
                : reader.Is("created"u8) ? reader.TryReadInt64(out fields.Created)
                : reader.Is("model"u8) ? reader.TryReadString(ref _model, out fields.Model)
                : reader.Is("choices"u8) ? TryReadChoices(ref reader, ref fields)
                : reader.Is("p"u8) ? TryReadPadding(ref reader, ref fields)
                : reader.Is("usage"u8) && UsageReader.TryRead(ref reader, out fields.Usage);
            if (!isKnown)
                return false;
        }

        return fields.HasChoice && !reader.Read();
    }

    private static bool TryReadChoices(ref Utf8JsonReader reader, ref Fields fields)
    {
        fields.ResetChoice();
        if (!reader.TryRead(JsonTokenType.StartArray) || !reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("index"u8) ? reader.TryReadInt32(out fields.Index)
                : reader.Is("delta"u8) ? TryReadDelta(ref reader, ref fields)
                : reader.Is("finish_reason"u8) ? reader.TryReadStringOrNull(out fields.FinishReason)
                : reader.Is("logprobs"u8) && reader.TryRead(JsonTokenType.Null);
            if (!isKnown)
                return false;
        }

        return reader.TryRead(JsonTokenType.EndArray);
    }

    private static bool TryReadDelta(ref Utf8JsonReader reader, ref Fields fields)
    {
        fields.ResetDelta();
        if (!reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("content"u8) ? TryReadText(ref reader, ref fields)
                : reader.Is("role"u8) ? reader.TryReadExact("assistant", out fields.Role)
                : reader.Is("tool_calls"u8) && ToolCallReader.TryRead(ref reader, out fields.ToolCalls);
            if (!isKnown)
                return false;
        }

        return fields.HasChoice = true;
    }

    private static bool TryReadText(ref Utf8JsonReader reader, ref Fields fields)
    {
        var isText = reader.TryReadStringOrNull(out fields.Text);
        fields.TextPosition = GetPosition(ref reader);
        return isText;
    }

    private static bool TryReadPadding(ref Utf8JsonReader reader, ref Fields fields)
    {
        var isString = reader.TryRead(JsonTokenType.String);
        fields.PaddingPosition = GetPosition(ref reader);
        return isString;
    }

    private static (int Start, int End) GetPosition(ref Utf8JsonReader reader) =>
        ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);

    /// <summary>The fields of a chunk.</summary>
    private struct Fields
    {
        internal string? Id;
        internal string? Object;
        internal long? Created;
        internal string? Model;
        internal bool HasChoice;
        internal int Index;
        internal string? FinishReason;
        internal string? Role;
        internal string? Text;
        internal List<ToolCall>? ToolCalls;
        internal UsageInfo? Usage;
        internal (int Start, int End) TextPosition;
        internal (int Start, int End) PaddingPosition;

        internal readonly bool HasOnlyText =>
            Text is not null && Index == 0 && FinishReason is null && ToolCalls is null && Usage is null;

        // If a property is repeated, its last value counts.
        internal void ResetChoice()
        {
            (HasChoice, Index, FinishReason) = (false, 0, null);
            ResetDelta();
        }

        internal void ResetDelta() => (Role, Text, ToolCalls) = (null, null, null);

        internal readonly CompletionChunk ToTextChunk() =>
            new(Text!, Role) { Id = Id, Object = Object, Created = Created, Model = Model };

        internal readonly CompletionChunk ToChunk()
        {
            var delta = new DeltaMessage { Role = Role, Content = Text is null ? null : new(Text), ToolCalls = ToolCalls };
            return new()
            {
                Id = Id,
                Object = Object,
                Created = Created,
                Model = Model,
                Choices = [new() { Index = Index, Delta = delta, FinishReason = FinishReason }],
                Usage = Usage,
            };
        }
    }
}
