using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Converters;

/// <summary>Converts the messages of a request to <see cref="ChatMessage"/>.</summary>
internal static class ChatMessageMapping
{
    internal static ChatMessage ToChatMessage(Message message) => message switch
    {
        null => throw new ArgumentException("The messages contain null. Remove it."),
        SystemMessage system => Create(ChatRole.System, ToContents(system.Content), message),
        UserMessage user => Create(ChatRole.User, ToContents(user.Content), message),
        AssistantMessage assistant => ToChatMessage(assistant),
        ToolMessage result => Create(ChatRole.Tool, [ToResultContent(result)], message),
        _ => ToChatMessage((UnknownMessage)message),
    };

    private static ChatMessage Create(ChatRole role, List<AIContent> contents, Message message, bool? prefix = null)
    {
        var converted = new ChatMessage(role, contents) { RawRepresentation = message };
        if (prefix is not null)
            converted.AdditionalProperties = new() { [AdditionalPropertyKeys.Prefix] = prefix };
        ConvertedMessages.Add(message, converted);
        return converted;
    }

    private static List<AIContent> ToContents(MessageContent? content)
    {
        if (content is { IsString: true })
            return [new TextContent(content.Text)];

        var contents = new List<AIContent>();
        foreach (var chunk in content ?? (IEnumerable<ContentChunk>)[])
            chunk.AddTo(contents);
        return contents;
    }

    private static ChatMessage ToChatMessage(AssistantMessage message)
    {
        var contents = new List<AIContent>();
        new MessageReader(options: null, prefixStripper: null).Read(message with { ToolCalls = null }, contents);
        foreach (var reasoning in contents.OfType<TextReasoningContent>())
            reasoning.ProtectedData = ReasoningSignature.RestoreProtectedData(reasoning.ProtectedData);
        foreach (var call in message.ToolCalls ?? [])
        {
            if (call is not null)
                contents.Add(ToCallContent(call, contents.Count));
        }

        return Create(ChatRole.Assistant, contents, message, message.Prefix);
    }

    // A missing ID is derived from the call: a random ID would be different in each conversion of the same message.
    private static FunctionCallContent ToCallContent(ToolCall call, int index)
    {
        var (name, arguments) = (call.Function?.Name, call.Function?.Arguments ?? "");
        var id = ToolCallMapping.NormalizeId(call.Id) ?? ToolCallId.FromHash($"{index} {name} {arguments}");
        return ToolCallMapping.ToContent(id, name, arguments, call);
    }

    private static FunctionResultContent ToResultContent(ToolMessage message)
    {
        object? result = message.Content is { } content && content.Any(static chunk => chunk is not TextChunk)
            ? ToContents(content)
            : message.Content?.Text;
        return new(message.ToolCallId ?? "", result) { RawRepresentation = message };
    }

    private static ChatMessage ToChatMessage(UnknownMessage message)
    {
        // OpenAI's name of the system role. It is not a role of Mistral's API, so the message is sent as "system" instead of unchanged.
        return message.Role is "developer"
            ? new(new("developer"), ToContents(message.Json))
            : Create(string.IsNullOrWhiteSpace(message.Role) ? ChatRole.User : new(message.Role!), ToContents(message.Json), message);
    }

    private static List<AIContent> ToContents(JsonElement message)
    {
        try
        {
            return message.ValueKind is JsonValueKind.Object && message.TryGetProperty("content", out var content)
                ? ToContents(content.Deserialize(ChatJson.Default.MessageContent))
                : [];
        }
        catch (JsonException)
        {
            // Content that cannot be read is only in the raw representation of the message.
            return [];
        }
    }
}
