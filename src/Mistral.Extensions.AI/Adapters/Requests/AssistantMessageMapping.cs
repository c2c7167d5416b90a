using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps the contents of assistant messages, including tool calls.</summary>
/// <param name="messages">The messages of the conversation.</param>
/// <param name="rules">The rules.</param>
/// <param name="logger">The logger for contents that are not sent.</param>
internal sealed class AssistantMessageMapping(List<ChatMessage> messages, ChatRules rules, ILogger logger)
{
    private HashSet<string>? _callsWithResult;

    internal AssistantMessage ToMessage(List<AIContent> contents)
    {
        if (contents.Count == 1 && contents[0] is TextContent { Annotations: null } text)
            return new() { Content = text.Text };

        var chunks = contents.ToAssistantChunks(rules.ReplayReasoning, logger);
        var calls = contents.OfType<FunctionCallContent>().Where(IsSent).Select(call => call.ToToolCall()).ToList();
        return new()
        {
            Content = chunks.Count == 0 && calls.Count > 0 ? null : chunks.ToMessageContent(),
            ToolCalls = calls.Count > 0 ? calls : null,
        };
    }

    // An informational call without a result was executed by the server, and the API would reject it as a call without a result.
    private bool IsSent(FunctionCallContent call) =>
        !call.InformationalOnly || (_callsWithResult ??= messages.GetCallsWithResult()).Contains(call.CallId);
}
