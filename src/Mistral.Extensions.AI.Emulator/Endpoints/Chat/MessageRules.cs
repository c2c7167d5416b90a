using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using static Mistral.Extensions.AI.Emulator.Model.Conversation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules for messages and their order. The error messages are those of mistral-common, an open-source validator.</summary>
/// <param name="allowUserAfterTool">Whether a user message directly after a tool message is accepted.</param>
internal sealed class MessageRules(bool allowUserAfterTool)
{
    /// <summary>Rejects messages that break a rule.</summary>
    public void Check(IReadOnlyList<JsonElement> messages)
    {
        if (messages.Count == 0)
            throw CreateOrderError("Conversation must have at least one message");
        if (messages is [var single] && GetRole(single) is not ("user" or "system"))
            throw CreateOrderError("Conversation must start with a user message or system message");
        if (GetRole(messages[^1]) == "assistant" && !messages[^1].IsTrue("prefix"))
            throw CreateOrderError("Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant");
        foreach (var (message, next) in messages.Zip(messages.Skip(1)))
            CheckRoleOrder(GetRole(message), GetRole(next));
        ToolCallRules.Check(messages);
        foreach (var (index, message) in messages.Index())
        {
            if (GetRole(message) == "assistant")
                CheckAssistant(message, isLast: index == messages.Count - 1);
        }
    }

    /// <summary>Creates the error response for messages that are not in a valid order.</summary>
    internal static ApiError CreateOrderError(string message) => ApiError.BadRequest(message, "invalid_request_message_order", "3230");

    private void CheckRoleOrder(string role, string next)
    {
        var isAllowed = (role, next) switch
        {
            ("system", "tool") or ("user", "tool") => false,
            ("assistant", "system") or ("tool", "system") => false,
            ("tool", "user") => allowUserAfterTool,
            _ => true,
        };
        if (!isAllowed)
            throw CreateOrderError($"Unexpected role '{next}' after role '{role}'");
    }

    private static void CheckAssistant(JsonElement message, bool isLast)
    {
        if (!HasContent(message) && !message.FindItems("tool_calls").Any())
            throw ApiError.BadRequest("Assistant message must have either content or tool_calls, but not none.",
                "invalid_request_assistant_message", "3240");
        if (message.IsTrue("prefix") && !isLast)
            throw ApiError.BadRequest("Assistant message with prefix True must be last message",
                "invalid_request_assistant_message", "3240");
    }

    private static bool HasContent(JsonElement message) => message.Find("content") is { } content
        && (content.ValueKind == JsonValueKind.String ? content.GetString()!.Length > 0 : content.GetArrayLength() > 0);
}
