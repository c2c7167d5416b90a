using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;

namespace Mistral.Extensions.AI.Adapters.HostedConversations;

/// <summary>Maps the messages of a call to entries, instructions and confirmations.</summary>
internal sealed class ConversationInputMapping
{
    private readonly ILogger _logger;
    private readonly HashSet<string> _callsWithResult;
    private readonly List<ConversationEntry> _entries = [];
    private readonly List<string> _instructions = [];
    private readonly List<ToolCallConfirmation> _confirmations = [];

    private ConversationInputMapping(List<ChatMessage> messages, ILogger logger) =>
        (_callsWithResult, _logger) = (messages.GetCallsWithResult(), logger);

    /// <summary>Maps the messages. They are enumerated only once, because they may be a lazy query.</summary>
    internal static ConversationInput Map(IEnumerable<ChatMessage> messages, ILogger logger)
    {
        var list = messages.ToList();
        if (list.Exists(static message => message is null || message.Contents.Contains(null!)))
            throw new ArgumentException("The messages or their contents contain null. Remove it.", nameof(messages));

        list = list.WithoutCompletedApprovals();
        var mapping = new ConversationInputMapping(list, logger);
        foreach (var message in list)
            mapping.Add(message);

        return new(
            FunctionResults.AddMissing(mapping._entries),
            mapping._instructions,
            mapping._confirmations.Count > 0 ? mapping._confirmations : null);
    }

    private void Add(ChatMessage message)
    {
        if (message.RawRepresentation is ConversationEntry entry)
            _entries.Add(entry);
        else if (message.IsSystem())
            AddInstructions(message);
        else if (message.Role == ChatRole.Assistant)
            AssistantEntryMapping.AddTo(_entries, message, _callsWithResult, _logger);
        else
            AddInput(message);
    }

    private void AddInstructions(ChatMessage message)
    {
        var content = message.Contents.ToList().ToMessageContent("a system", static content => content is TextContent);
        if (content.Text.Length > 0)
            _instructions.Add(content.Text);
    }

    /// <summary>
    /// Adds a user message or a tool message: its function results, its confirmations, and a message of its other contents.
    /// </summary>
    private void AddInput(ChatMessage message)
    {
        var contents = new List<AIContent>();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case FunctionResultContent result:
                    _entries.Add(ToEntry(result));
                    break;
                case ToolApprovalResponseContent { ToolCall: { } call and not FunctionCallContent } response:
                    _confirmations.Add(new(call.CallId, response.Approved ? "allow" : "deny"));
                    break;
                case UsageContent or ErrorContent:
                    break;
                case { RawRepresentation: ConversationEntry entry }:
                    _entries.Add(entry);
                    break;
                default:
                    contents.Add(content);
                    break;
            }
        }

        if (message.Role == ChatRole.Tool)
            contents.ValidateToolContents(_logger);
        else if (contents.Count > 0)
            _entries.Add(new MessageInputEntry(ToInputContent(contents)));
    }

    private FunctionResultEntry ToEntry(FunctionResultContent result)
    {
        var content = result.ToToolMessage(null, _logger).Content;
        return content is null || content.All(static chunk => chunk is TextChunk)
            ? new(result.CallId, content?.Text ?? "")
            : throw new NotSupportedException(
                $"The result of the function call \"{result.CallId}\" has other content than text, which conversations do not accept. "
                    + "Return text or JSON.");
    }

    private static MessageContent ToInputContent(List<AIContent> contents)
    {
        var content = contents.ConvertAll(KeepToolFile)
            .ToMessageContent("a user", static content => content is not TextReasoningContent);
        foreach (var chunk in content)
        {
            if (chunk is FileChunk)
            {
                throw new NotSupportedException(
                    "Conversations do not accept uploaded files. Pass the URL of the file as UriContent (Files.GetSignedUrlAsync returns "
                        + "one), or add the file to a library and use HostedFileSearchTool.");
            }

            if (chunk is AudioChunk)
                throw new NotSupportedException("Conversations do not accept audio. Use the chat client of MistralClient.AsIChatClient.");
        }

        return content;
    }

    // HostedFileContent is mapped to an uploaded file. A file of a hosted tool must be sent as the chunk that was received.
    private static AIContent KeepToolFile(AIContent content) =>
        content is HostedFileContent { RawRepresentation: ToolFileChunk chunk } ? new() { RawRepresentation = chunk } : content;
}
