using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Chat;

/// <summary>
/// Writes chat requests as the serializer does. Messages with text and functions are written without the serializer, which takes three
/// times as long. All other messages and tools are left to it.
/// </summary>
internal static class ChatRequestWriter
{
    internal static void Write(Utf8JsonWriter writer, ChatCompletionRequest request)
    {
        writer.WriteStartObject();
        WriteString(writer, "model"u8, request.Model);
        if (request.Messages is { } messages)
            WriteMessages(writer, messages);
        if (request.Tools is { } tools)
            WriteTools(writer, tools);
        WriteNumber(writer, "temperature"u8, request.Temperature);
        WriteNumber(writer, "top_p"u8, request.TopP);
        WriteNumber(writer, "max_tokens"u8, request.MaxTokens);
        WriteBoolean(writer, "stream"u8, request.Stream);
        WriteNumber(writer, "random_seed"u8, request.RandomSeed);
        WriteNumber(writer, "presence_penalty"u8, request.PresencePenalty);
        WriteNumber(writer, "frequency_penalty"u8, request.FrequencyPenalty);
        WriteNumber(writer, "n"u8, request.N);
        WriteBoolean(writer, "parallel_tool_calls"u8, request.ParallelToolCalls);
        WriteBoolean(writer, "safe_prompt"u8, request.SafePrompt);
        WriteString(writer, "reasoning_effort"u8, request.ReasoningEffort);
        WriteString(writer, "prompt_cache_key"u8, request.PromptCacheKey);
        WriteString(writer, "service_tier"u8, request.ServiceTier);
        WriteObjects(writer, request);
        writer.WriteEndObject();
    }

    // The serializer metadata is created only for the properties that are set. With the metadata of all properties, writing the first
    // request of a process would take 35 ms instead of 14 ms.
    private static void WriteObjects(Utf8JsonWriter writer, ChatCompletionRequest request)
    {
        if (request.Stop is { } stop)
            Write(writer, "stop"u8, stop, ChatJson.Default.IReadOnlyListString);
        if (request.ToolChoice is { } toolChoice)
            Write(writer, "tool_choice"u8, toolChoice, ChatJson.Default.ToolChoice);
        if (request.ResponseFormat is { } responseFormat)
            Write(writer, "response_format"u8, responseFormat, ChatJson.Default.ResponseFormat);
        if (request.PromptMode is { } promptMode)
            Write(writer, "prompt_mode"u8, promptMode, ChatJson.Default.PromptMode);
        if (request.Prediction is { } prediction)
            Write(writer, "prediction"u8, prediction, ChatJson.Default.Prediction);
        if (request.Metadata is { } metadata)
            Write(writer, "metadata"u8, metadata, ChatJson.Default.IReadOnlyDictionaryStringJsonElement);
        if (request.Guardrails is { } guardrails)
            Write(writer, "guardrails"u8, guardrails, ChatJson.Default.IReadOnlyListGuardrailConfig);
        foreach (var property in request.AdditionalProperties ?? (IEnumerable<KeyValuePair<string, JsonElement>>)[])
        {
            writer.WritePropertyName(property.Key);
            property.Value.WriteTo(writer);
        }
    }

    private static void WriteMessages(Utf8JsonWriter writer, IReadOnlyList<Message> messages)
    {
        writer.WriteStartArray("messages"u8);
        if (messages is PlainMessages plain)
        {
            foreach (var (role, text) in plain.Items)
                WriteMessage(writer, GetName(role), text);
        }
        else
        {
            for (var i = 0; i < messages.Count; i++)
                WriteMessage(writer, messages[i]);
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, Message message)
    {
        switch (message)
        {
            case SystemMessage { Content: { IsString: true } content }:
                WriteMessage(writer, "system"u8, content.Text);
                break;
            case UserMessage { Content: { IsString: true } content }:
                WriteMessage(writer, "user"u8, content.Text);
                break;
            case AssistantMessage { Content: { IsString: true } content, ToolCalls: null, Prefix: null }:
                WriteMessage(writer, "assistant"u8, content.Text);
                break;
            default:
                JsonSerializer.Serialize(writer, message, ChatJson.Default.Message);
                break;
        }
    }

    private static void WriteMessage(Utf8JsonWriter writer, ReadOnlySpan<byte> role, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WritePropertyName("content"u8);
        writer.WriteText(text);
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> GetName(PlainRole role) => role switch
    {
        PlainRole.System => "system"u8,
        PlainRole.User => "user"u8,
        _ => "assistant"u8,
    };

    private static void WriteTools(Utf8JsonWriter writer, IReadOnlyList<Tool> tools)
    {
        writer.WriteStartArray("tools"u8);
        for (var i = 0; i < tools.Count; i++)
        {
            if (tools[i] is FunctionTool { AdditionalProperties: null, Function: { AdditionalProperties: null } function }
                && function.HasTransformedParameters)
                WriteFunction(writer, function);
            else
                JsonSerializer.Serialize(writer, tools[i], ChatJson.Default.Tool);
        }

        writer.WriteEndArray();
    }

    private static void WriteFunction(Utf8JsonWriter writer, Function function)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        WriteString(writer, "name"u8, function.Name);
        WriteString(writer, "description"u8, function.Description);
        WriteBoolean(writer, "strict"u8, function.Strict);
        writer.WritePropertyName("parameters"u8);
        // The bytes of the schema, without reading it again.
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(function.Parameters), skipInputValidation: true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> name, T value, JsonTypeInfo<T> typeInfo)
    {
        writer.WritePropertyName(name);
        JsonSerializer.Serialize(writer, value, typeInfo);
    }

    private static void WriteString(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, float? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    private static void WriteBoolean(Utf8JsonWriter writer, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } boolean)
            writer.WriteBoolean(name, boolean);
    }
}
