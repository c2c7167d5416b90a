using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Reads what <c>UseFunctionInvocation</c> of Microsoft.Extensions.AI leaves in the messages of a conversation.</summary>
internal static class FunctionCallHistory
{
    /// <summary>Gets the IDs of the function calls that have a result.</summary>
    internal static HashSet<string> GetCallsWithResult(this List<ChatMessage> messages) => new(
        messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().Select(static result => result.CallId),
        StringComparer.Ordinal);

    /// <summary>
    /// Removes requests and responses for the approval of function calls that have been invoked or rejected: other messages have these
    /// calls and their results. Messages without other contents are removed, too. The messages of the caller are not changed.
    /// </summary>
    internal static List<ChatMessage> WithoutCompletedApprovals(this List<ChatMessage> messages)
    {
        if (!messages.Exists(static message =>
            message.Contains<ToolApprovalRequestContent>() || message.Contains<ToolApprovalResponseContent>()))
            return messages;

        var result = new List<ChatMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (!message.Contents.Any(IsCompletedApproval))
            {
                result.Add(message);
                continue;
            }

            var copy = message.Clone();
            copy.Contents = [.. message.Contents.Where(static content => !IsCompletedApproval(content))];
            if (copy.Contents.Count > 0)
                result.Add(copy);
        }

        return result;
    }

    // FunctionInvokingChatClient sets InformationalOnly when it invokes or rejects a call.
    private static bool IsCompletedApproval(AIContent content) => content
        is ToolApprovalRequestContent { ToolCall: FunctionCallContent { InformationalOnly: true } }
        or ToolApprovalResponseContent { ToolCall: FunctionCallContent { InformationalOnly: true } };
}
