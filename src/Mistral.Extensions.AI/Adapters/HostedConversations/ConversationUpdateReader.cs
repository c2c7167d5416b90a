using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// Maps the events of one streamed response to updates. Together, they have the contents of the complete response; entries other than
/// messages are assembled from their events.
/// </summary>
internal sealed class ConversationUpdateReader(ConversationCall call)
{
    private readonly SortedDictionary<int, FunctionCallAccumulator> _calls = [];
    private readonly Dictionary<int, ToolExecutionEntry> _executions = [];
    private AgentHandoffEntry _handoff = new();
    private string? _messageId;
    private string? _model;
    private DateTimeOffset? _createdAt;

    /// <summary>The ID with which the conversation continues.</summary>
    internal string? ConversationId { get; private set; } = call.GetConversationId(null);

    /// <summary>Whether the last event was read.</summary>
    internal bool IsCompleted { get; private set; }

    /// <summary>The function calls and requests for approval of the response; empty until it is completed.</summary>
    internal IReadOnlyList<AIContent> Calls { get; private set; } = [];

    internal ChatResponseUpdate Read(ConversationEvent conversationEvent)
    {
        var contents = new List<AIContent>();
        ChatFinishReason? finishReason = null;
        switch (conversationEvent)
        {
            case ResponseStartedEvent started:
                ConversationId = call.GetConversationId(started.ConversationId);
                break;
            case MessageOutputEvent message:
                SetProperties(message.Id, message.Model, message.CreatedAt);
                Read(message, contents);
                break;
            case FunctionCallEvent function:
                SetProperties(function.Id, function.Model, function.CreatedAt);
                Read(function);
                break;
            case ToolExecutionStartedEvent or ToolExecutionDeltaEvent or ToolExecutionDoneEvent:
                ReadExecution(conversationEvent, contents);
                break;
            case AgentHandoffStartedEvent or AgentHandoffDoneEvent:
                ReadHandoff(conversationEvent, contents);
                break;
            case ResponseDoneEvent done:
                Complete(done, contents);
                finishReason = ConversationResponseMapping.GetFinishReason(contents);
                break;
        }

        return new()
        {
            Role = ChatRole.Assistant,
            Contents = contents,
            ConversationId = ConversationId,
            ResponseId = _messageId,
            MessageId = _messageId,
            ModelId = _model ?? call.Request.Model,
            CreatedAt = _createdAt,
            FinishReason = finishReason,
            RawRepresentation = conversationEvent,
        };
    }

    /// <summary>Sets the ID and the time of the response, which are those of its first entry, and the first model.</summary>
    private void SetProperties(string? id, string? model, DateTimeOffset? createdAt)
    {
        _createdAt ??= _messageId is null ? createdAt : null;
        _messageId ??= id;
        _model ??= model;
    }

    private void Read(MessageOutputEvent message, List<AIContent> contents)
    {
        foreach (var chunk in message.Content ?? (IEnumerable<ContentChunk>)[])
        {
            if (chunk is not TextChunk { Text.Length: 0 })
                chunk.AddTo(contents, call.HidesReasoning);
        }
    }

    private void Read(FunctionCallEvent function)
    {
        var index = function.OutputIndex ?? 0;
        if (!_calls.TryGetValue(index, out var accumulator))
            _calls.Add(index, accumulator = new());
        accumulator.Add(function);
    }

    private void ReadExecution(ConversationEvent conversationEvent, List<AIContent> contents)
    {
        var index = conversationEvent.OutputIndex ?? 0;
        var entry = _executions.TryGetValue(index, out var known) ? known : new();
        switch (conversationEvent)
        {
            case ToolExecutionStartedEvent started:
                SetProperties(started.Id, started.Model, started.CreatedAt);
                _executions[index] = entry with
                {
                    Id = started.Id,
                    Name = started.Name,
                    Arguments = started.Arguments,
                    AgentId = started.AgentId,
                    Model = started.Model,
                    CreatedAt = started.CreatedAt,
                };
                break;
            case ToolExecutionDeltaEvent delta:
                _executions[index] = entry with { Name = entry.Name ?? delta.Name, Arguments = entry.Arguments + delta.Arguments };
                break;
            case ToolExecutionDoneEvent done:
                _executions.Remove(index);
                entry = entry with
                {
                    Id = entry.Id ?? done.Id,
                    Name = entry.Name ?? done.Name,
                    Info = done.Info,
                    CompletedAt = done.CreatedAt,
                };
                SetProperties(entry.Id, null, done.CreatedAt);
                ToolExecutionMapping.AddTo(contents, entry);
                break;
        }
    }

    private void ReadHandoff(ConversationEvent conversationEvent, List<AIContent> contents)
    {
        if (conversationEvent is AgentHandoffStartedEvent started)
        {
            SetProperties(started.Id, null, started.CreatedAt);
            _handoff = new()
            {
                Id = started.Id,
                CreatedAt = started.CreatedAt,
                PreviousAgentId = started.PreviousAgentId,
                PreviousAgentName = started.PreviousAgentName,
            };
        }
        else if (conversationEvent is AgentHandoffDoneEvent done)
        {
            SetProperties(done.Id, null, done.CreatedAt);
            contents.Add(new()
            {
                RawRepresentation = _handoff with
                {
                    Id = _handoff.Id ?? done.Id,
                    CompletedAt = done.CreatedAt,
                    NextAgentId = done.NextAgentId,
                    NextAgentName = done.NextAgentName,
                },
            });
        }
    }

    private void Complete(ResponseDoneEvent done, List<AIContent> contents)
    {
        contents.AddRange(_calls.Values.Select(static accumulator => EntryMapping.ToContent(accumulator.ToEntry())));
        FunctionApprovals.Defer(contents);
        Calls = [.. contents];
        if (done.Usage is { } usage)
            contents.Add(new UsageContent(usage.ToUsageDetails()) { RawRepresentation = usage });
        IsCompleted = true;
    }
}
