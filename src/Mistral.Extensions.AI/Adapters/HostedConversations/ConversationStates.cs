using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// Remembers the model, the instructions and the tools with which a chat client started its conversations. A request that continues a
/// conversation has no fields for them, so a changed value would be ignored without an error. For a conversation that another client
/// started, the values are unknown, and a log entry says that they are not sent.
/// </summary>
internal sealed class ConversationStates
{
    private const int MaxConversations = 10_000;

    private readonly ConcurrentDictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>Throws if a call changes its conversation, or has no result for a function call of the last response.</summary>
    /// <exception cref="NotSupportedException">
    /// The tools, the model or the instructions changed, or a tool call is approved without a stored conversation.
    /// </exception>
    /// <exception cref="ArgumentException">A function call has no result.</exception>
    internal void ThrowIfInvalid(ConversationCall call, ILogger logger)
    {
        if (call.ConversationId is not { } id)
        {
            if (call.Confirmations is not null)
            {
                throw new NotSupportedException(
                    "A tool call can be approved only in a conversation that is stored. Set ChatOptions.ConversationId to that of the "
                        + "response with the request for approval, and do not set store to false.");
            }

            return;
        }

        var request = call.Request;
        if (!_states.TryGetValue(id, out var state))
        {
            if (request.Tools is not null || request.Instructions is not null || call.Options?.ModelId is not null)
                AdapterLog.ConversationSettingsNotSent(logger, id);
            return;
        }

        ThrowIfChanged("The tools", request.Tools is not null && GetHash(request.Tools) != state.ToolsHash);
        ThrowIfChanged("The instructions", request.Instructions is not null && request.Instructions != state.Instructions);
        ThrowIfChanged("The model", call.Options?.ModelId is { } model && state.Model is not null && model != state.Model);
        var answered = request.Inputs!.OfType<FunctionResultEntry>().Select(result => result.ToolCallId);
        if (state.FunctionCalls.FirstOrDefault(function => !answered.Contains(function.CallId)) is { } unanswered)
            throw FunctionResults.CreateError(unanswered.CallId, unanswered.Name);
    }

    /// <summary>Remembers the conversation after a response. New entries that are not stored do not change it.</summary>
    internal void Set(string? id, ConversationCall call, IEnumerable<AIContent> contents)
    {
        if (id is null || (call.Request.Store is false && id == call.ConversationId))
            return;

        var previous = call.ConversationId is { } previousId && _states.TryGetValue(previousId, out var known) ? known : null;
        if (call.ConversationId is not null && previous is null)
            return;

        FunctionCallContent[] functionCalls = [.. contents.OfType<FunctionCallContent>().Where(content => !content.InformationalOnly)];
        var state = previous is not null
            ? previous with { FunctionCalls = functionCalls }
            : new(call.Request.Model, call.Request.Instructions, GetHash(call.Request.Tools), functionCalls);
        if (!_states.ContainsKey(id))
            _order.Enqueue(id);
        _states[id] = state;
        while (_order.Count > MaxConversations && _order.TryDequeue(out var oldest))
            _states.TryRemove(oldest, out _);
    }

    private static void ThrowIfChanged(string subject, bool hasChanged)
    {
        if (hasChanged)
        {
            throw new NotSupportedException(
                $"{subject} cannot change in an existing conversation. Start a new one: pass all messages, with ChatOptions.ConversationId "
                    + "null.");
        }
    }

    private static string? GetHash(IReadOnlyList<Tool>? tools)
    {
        if (tools is not { Count: > 0 })
            return null;

        using var sha256 = SHA256.Create();
        return Convert.ToBase64String(sha256.ComputeHash(JsonSerializer.SerializeToUtf8Bytes(tools, ChatJson.Default.IReadOnlyListTool)));
    }

    /// <param name="Model">The model.</param>
    /// <param name="Instructions">The instructions.</param>
    /// <param name="ToolsHash">The hash of the tools; null if there are none.</param>
    /// <param name="FunctionCalls">The function calls of the last response, which need results in the next request.</param>
    private sealed record State(
        string? Model, string? Instructions, string? ToolsHash, IReadOnlyList<FunctionCallContent> FunctionCalls);
}
