using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// What is known of the conversations of a client. The API does not allow changes of what a conversation was started with, and does not
/// accept it again: a change would be lost without an error. For conversations that another client started, it is only logged that it is
/// not sent.
/// </summary>
internal sealed class ConversationStates
{
    private const int MaxCount = 10_000;

    private readonly ConcurrentDictionary<string, ConversationState> _states = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>Validates a call, and adds the defaults of settings that the conversation would keep from earlier requests.</summary>
    /// <exception cref="NotSupportedException">The tools, the model or the instructions changed.</exception>
    /// <exception cref="ArgumentException">A call of the last response has no response.</exception>
    internal ConversationCall Prepare(ConversationCall call, ILogger logger)
    {
        if (call.ConversationId is not { } id)
        {
            return call.Confirmations is null
                ? call
                : throw new NotSupportedException(
                    "A tool call can be approved only in a conversation that is stored. Set ChatOptions.ConversationId to that of the "
                        + "response with the request for approval, and do not set store to false.");
        }

        var state = _states.TryGetValue(id, out var known) ? known : null;
        if (state?.Start is { } start)
            start.ThrowIfChanged(call);
        else if (state is null
            && (call.Request.Tools is not null || call.Request.Instructions is not null || call.Options?.ModelId is not null))
            AdapterLog.ConversationSettingsNotSent(logger, id);
        state?.ThrowIfUnanswered(call);
        return state?.WithDefaults(call) ?? call;
    }

    /// <summary>Remembers the conversation after a response.</summary>
    /// <param name="id">The ID with which the conversation continues; null if it is not stored.</param>
    /// <param name="call">The call.</param>
    /// <param name="contents">The contents of the response; empty if it has only begun.</param>
    internal void Set(string? id, ConversationCall call, IReadOnlyList<AIContent> contents)
    {
        if (id is null || (call.Request.Store is false && id == call.ConversationId))
            return;

        var previous = call.ConversationId is { } previousId && _states.TryGetValue(previousId, out var known) ? known : null;
        var args = call.Request.CompletionArgs;
        if (!_states.ContainsKey(id))
            _order.Enqueue(id);
        _states[id] = new(
            call.ConversationId is null ? ConversationStart.From(call.Request) : previous?.Start,
            previous?.HasToolChoice is true || args?.ToolChoice is not null,
            previous?.HasResponseFormat is true || args?.ResponseFormat is not null,
            [.. contents.Where(static content => content is FunctionCallContent or ToolApprovalRequestContent)]);
        while (_order.Count > MaxCount && _order.TryDequeue(out var oldest))
            _states.TryRemove(oldest, out _);
    }
}
