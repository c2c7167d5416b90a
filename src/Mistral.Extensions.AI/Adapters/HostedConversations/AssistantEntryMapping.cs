using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>
/// Maps the contents of an assistant message to entries, in order. Results of hosted tools and handoffs are sent as they were received;
/// contents of other providers that the API does not accept are logged and not sent.
/// </summary>
internal sealed class AssistantEntryMapping
{
    private readonly List<ConversationEntry> _entries;
    private readonly HashSet<string> _callsWithResult;
    private readonly ILogger _logger;
    private readonly StringBuilder _text = new();
    private List<ContentChunk> _chunks = [];

    private AssistantEntryMapping(List<ConversationEntry> entries, HashSet<string> callsWithResult, ILogger logger) =>
        (_entries, _callsWithResult, _logger) = (entries, callsWithResult, logger);

    /// <summary>Adds the entries of a message.</summary>
    /// <param name="entries">The list to add to.</param>
    /// <param name="message">The message.</param>
    /// <param name="callsWithResult">
    /// The IDs of the function calls that have a result. Other calls are not sent if they are only informational.
    /// </param>
    /// <param name="logger">The logger for contents that are not sent.</param>
    internal static void AddTo(
        List<ConversationEntry> entries, ChatMessage message, HashSet<string> callsWithResult, ILogger logger)
    {
        var mapping = new AssistantEntryMapping(entries, callsWithResult, logger);
        foreach (var content in message.Contents)
            mapping.Add(content);
        mapping.CompleteMessage();
    }

    private void Add(AIContent content)
    {
        switch (content)
        {
            case TextContent { Annotations: var annotations } part:
                _text.Append(part.Text);
                AddChunks(annotations?.Select(static annotation => annotation.RawRepresentation).OfType<ContentChunk>());
                break;
            case TextReasoningContent:
                AddChunks(new[] { content }.ToThinkChunk(_logger) is { } thinking ? [thinking] : null);
                break;
            case FunctionCallContent call when !call.InformationalOnly || _callsWithResult.Contains(call.CallId):
                AddEntry(ToEntry(call));
                break;
            case { RawRepresentation: ConversationEntry entry } and not FunctionCallContent:
                AddEntry(entry);
                break;
            case { RawRepresentation: ContentChunk chunk }:
                AddChunks([chunk]);
                break;
            case ToolApprovalRequestContent { ToolCall: FunctionCallContent { InformationalOnly: false } }:
                throw content.ToNotSupportedException("an assistant");
            case UsageContent or ErrorContent or ToolCallContent or ToolApprovalRequestContent:
                // The entry of a hosted tool is the raw representation of its result, not of its call.
                break;
            default:
                AdapterLog.ContentNotSent(_logger, content.GetType(), "assistant");
                break;
        }
    }

    private void AddEntry(ConversationEntry entry)
    {
        CompleteMessage();
        _entries.Add(entry);
    }

    private void AddChunks(IEnumerable<ContentChunk>? chunks)
    {
        if (chunks?.ToList() is not { Count: > 0 } list)
            return;

        CompleteText();
        _chunks.AddRange(list);
    }

    private void CompleteText()
    {
        if (_text.Length > 0)
            _chunks.Add(new TextChunk(_text.ToString()));
        _text.Clear();
    }

    private void CompleteMessage()
    {
        CompleteText();
        if (_chunks.Count > 0)
            _entries.Add(new MessageOutputEntry { Role = "assistant", Content = _chunks.ToMessageContent() });
        _chunks = [];
    }

    private static FunctionCallEntry ToEntry(FunctionCallContent content)
    {
        var call = content.ToToolCall();
        return new() { ToolCallId = call.Id, Name = call.Function?.Name, Arguments = call.Function?.Arguments };
    }
}
