using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Requests;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>
/// The contents of a response, which may have several messages: a pipeline with function invocation returns the calls that it executed and
/// their results as messages before the last one.
/// </summary>
internal sealed class AssistantTurn
{
    private readonly HashSet<string> _executedIds;

    internal AssistantTurn(IList<ChatMessage> messages)
    {
        Contents = [.. messages.SelectMany(static message => message.Contents)];
        _executedIds = messages.ToList().GetCallsWithResult();
        PendingCalls = [.. Contents.OfType<FunctionCallContent>().Where(call => !IsExecuted(call) && !call.InformationalOnly)];
        HasError = Contents.Any(static content => content is ErrorContent);
    }

    /// <summary>All contents, in order.</summary>
    internal List<AIContent> Contents { get; }

    /// <summary>The calls that the receiver of the response must execute.</summary>
    internal List<FunctionCallContent> PendingCalls { get; }

    /// <summary>Whether the response has results of function calls.</summary>
    internal bool HasExecutedCalls => _executedIds.Count > 0;

    internal bool HasError { get; }

    /// <summary>Whether the response has the result of a call.</summary>
    internal bool IsExecuted(FunctionCallContent call) => _executedIds.Contains(call.CallId);
}
