using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// Defers function calls until the hosted calls of the same response are approved. <c>UseFunctionInvocation</c> would send their results at
/// once, but results and confirmations belong into one request: client-python, <c>executed_results</c> of
/// <c>DeferredToolCallsException</c>. Microsoft.Extensions.AI does the same with functions of which only some require approval.
/// </summary>
internal static class FunctionApprovals
{
    /// <summary>If hosted calls wait for approval, replaces each function call by a request for approval that needs no user.</summary>
    internal static void Defer(List<AIContent> contents)
    {
        if (!contents.Exists(static content => content is ToolApprovalRequestContent))
            return;

        for (var i = 0; i < contents.Count; i++)
        {
#pragma warning disable MEAI001 // RequiresConfirmation is experimental.
            if (contents[i] is FunctionCallContent { InformationalOnly: false } call)
                contents[i] = new ToolApprovalRequestContent(call.CallId, call) { RequiresConfirmation = false };
#pragma warning restore MEAI001
        }
    }

    /// <summary>Gets the function calls, including deferred ones.</summary>
    internal static IEnumerable<FunctionCallContent> GetFunctionCalls(this IEnumerable<AIContent> contents) => contents
        .Select(static content => (content as ToolApprovalRequestContent)?.ToolCall ?? content)
        .OfType<FunctionCallContent>()
        .Where(static call => !call.InformationalOnly);
}
