using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Benchmarks.Baseline;

/// <summary>Writes the request bodies of the baseline client.</summary>
internal static class BaselineRequest
{
    internal static HttpContent CreateChat(string model, IList<ChatMessage> messages, ChatOptions? options, bool stream) =>
        BaselineContent.Create((model, messages, options, stream), static (writer, content, value) =>
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, value.model);
            writer.WriteStartArray("messages"u8);
            for (var i = 0; i < value.messages.Count; i++)
                WriteMessage(writer, content, value.messages[i]);
            writer.WriteEndArray();
            if (value.options?.Tools is { } tools)
                WriteTools(writer, tools);
            if (value.stream)
                writer.WriteBoolean("stream"u8, true);
            writer.WriteEndObject();
        });

    internal static HttpContent CreateEmbeddings(string model, IList<string> values, bool base64) =>
        BaselineContent.Create((model, values, base64), static (writer, _, value) =>
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, value.model);
            writer.WriteStartArray("input"u8);
            for (var i = 0; i < value.values.Count; i++)
                writer.WriteStringValue(value.values[i]);
            writer.WriteEndArray();
            if (value.base64)
                writer.WriteString("encoding_format"u8, "base64"u8);
            writer.WriteEndObject();
        });

    private static void WriteMessage(Utf8JsonWriter writer, BaselineContent content, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, message.Role.Value);
        if (message.Contents.Count == 1)
        {
            writer.WriteString("content"u8, ((TextContent)message.Contents[0]).Text);
        }
        else
        {
            writer.WriteStartArray("content"u8);
            for (var i = 0; i < message.Contents.Count; i++)
                WriteContent(writer, content, message.Contents[i]);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter writer, BaselineContent content, AIContent item)
    {
        writer.WriteStartObject();
        if (item is TextContent text)
        {
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("text"u8, text.Text);
        }
        else
        {
            var data = (DataContent)item;
            var type = data.HasTopLevelMediaType("image") ? "image_url"u8 : "document_url"u8;
            writer.WriteString("type"u8, type);
            writer.WritePropertyName(type);
            content.WriteBase64(writer, $"data:{data.MediaType};base64,", data.Data);
        }

        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, IList<AITool> tools)
    {
        writer.WriteStartArray("tools"u8);
        for (var i = 0; i < tools.Count; i++)
        {
            var function = (AIFunctionDeclaration)tools[i];
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, function.Name);
            writer.WriteString("description"u8, function.Description);
            writer.WritePropertyName("parameters"u8);
            function.JsonSchema.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
