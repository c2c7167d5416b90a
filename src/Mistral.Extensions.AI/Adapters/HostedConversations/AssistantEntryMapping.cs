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
internal static class AssistantEntryMapping
{
    internal static void AddTo(List<ConversationEntry> entries, ChatMessage message, ILogger logger)
    {
        var chunks = new List<ContentChunk>();
        var text = new StringBuilder();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent { Annotations: var annotations } part:
                    text.Append(part.Text);
                    AddChunks(annotations?.Select(static annotation => annotation.RawRepresentation).OfType<ContentChunk>());
                    break;
                case TextReasoningContent:
                    AddChunks(new[] { content }.ToThinkChunk(logger) is { } thinking ? [thinking] : null);
                    break;
                case FunctionCallContent { InformationalOnly: false } call:
                    AddMessage();
                    entries.Add(call.ToEntry());
                    break;
                case { RawRepresentation: ConversationEntry entry }:
                    AddMessage();
                    entries.Add(entry);
                    break;
                case { RawRepresentation: ContentChunk chunk }:
                    AddChunks([chunk]);
                    break;
                case UsageContent or ErrorContent or ToolCallContent or ToolApprovalRequestContent:
                    // The entry of a hosted tool is sent for its result.
                    break;
                default:
                    AdapterLog.ContentNotSent(logger, content.GetType(), "assistant");
                    break;
            }
        }

        AddMessage();

        void AddChunks(IEnumerable<ContentChunk>? added)
        {
            if (added?.ToList() is not { Count: > 0 } list)
                return;

            AddText();
            chunks.AddRange(list);
        }

        void AddText()
        {
            if (text.Length > 0)
                chunks.Add(new TextChunk(text.ToString()));
            text.Clear();
        }

        void AddMessage()
        {
            AddText();
            if (chunks.Count > 0)
                entries.Add(new MessageOutputEntry { Role = "assistant", Content = chunks.ToMessageContent() });
            chunks = [];
        }
    }

    private static FunctionCallEntry ToEntry(this FunctionCallContent content)
    {
        var call = content.ToToolCall();
        return new() { ToolCallId = call.Id, Name = call.Function?.Name, Arguments = call.Function?.Arguments };
    }
}
