using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Reads the complete responses that have one message with text, tool calls or both. The serializer takes two to four times as long, and
/// allocates at least 1 KB more.
/// </summary>
internal sealed class ChatCompletionReader : IResponseReader<ChatCompletionResponse>
{
    internal static readonly ChatCompletionReader Instance = new();

    // The model of the last response, of any thread. Most applications use only one model.
    private string? _model;

    private ChatCompletionReader()
    {
    }

    public JsonTypeInfo TypeInfo => ChatJson.Default.ChatCompletionResponse;

    public ChatCompletionResponse? TryRead(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return TryReadResponse(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or not UTF-8. The serializer reports it.
            return null;
        }
    }

    private ChatCompletionResponse? TryReadResponse(ref Utf8JsonReader reader)
    {
        string? id = null, @object = null, model = null;
        long? created = null;
        ChatCompletionChoice? choice = null;
        UsageInfo? usage = null;
        if (!reader.TryRead(JsonTokenType.StartObject))
            return null;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("id"u8) ? reader.TryReadString(out id)
                : reader.Is("object"u8) ? reader.TryReadExact("chat.completion", out @object)
                : reader.Is("created"u8) ? reader.TryReadInt64(out created)
                : reader.Is("model"u8) ? reader.TryReadString(ref _model, out model)
                : reader.Is("choices"u8) ? TryReadChoices(ref reader, out choice)
                : reader.Is("usage"u8) && UsageReader.TryRead(ref reader, out usage);
            if (!isKnown)
                return null;
        }

        return choice is null || reader.Read()
            ? null
            : new() { Id = id, Object = @object, Created = created, Model = model, Choices = [choice], Usage = usage };
    }

    private static bool TryReadChoices(ref Utf8JsonReader reader, out ChatCompletionChoice? choice)
    {
        choice = null;
        AssistantMessage? message = null;
        string? finishReason = null;
        var index = 0;
        if (!reader.TryRead(JsonTokenType.StartArray) || !reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("index"u8) ? reader.TryReadInt32(out index)
                : reader.Is("message"u8) ? TryReadMessage(ref reader, out message)
                : reader.Is("finish_reason"u8) && TryReadFinishReason(ref reader, out finishReason);
            if (!isKnown)
                return false;
        }

        choice = new() { Index = index, Message = message, FinishReason = finishReason };
        return message is not null && reader.TryRead(JsonTokenType.EndArray);
    }

    // The usual values are returned without allocating a string.
    private static bool TryReadFinishReason(ref Utf8JsonReader reader, out string? value)
    {
        value = null;
        if (!reader.TryRead(JsonTokenType.String))
            return false;

        value = reader.Is("stop"u8) ? "stop" : reader.Is("tool_calls"u8) ? "tool_calls" : reader.GetString();
        return true;
    }

    private static bool TryReadMessage(ref Utf8JsonReader reader, out AssistantMessage? message)
    {
        message = null;
        string? content = null;
        List<ToolCall>? calls = null;
        if (!reader.TryRead(JsonTokenType.StartObject))
            return false;

        while (reader.TryRead(JsonTokenType.PropertyName))
        {
            var isKnown =
                reader.Is("role"u8) ? reader.TryReadExact("assistant", out _)
                : reader.Is("content"u8) ? reader.TryReadStringOrNull(out content)
                : reader.Is("tool_calls"u8) && ToolCallReader.TryRead(ref reader, out calls);
            if (!isKnown)
                return false;
        }

        message = new() { Content = content is null ? null : new(content), ToolCalls = calls };
        return true;
    }
}
