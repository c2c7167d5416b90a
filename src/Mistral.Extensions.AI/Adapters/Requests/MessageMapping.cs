using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Maps Microsoft.Extensions.AI messages to API messages one by one. The order of the messages and the tool-call IDs are corrected
/// afterwards.
/// </summary>
internal sealed class MessageMapping
{
    private readonly List<ChatMessage> _messages;
    private readonly ChatRules _rules;
    private readonly ILogger _logger;
    private readonly bool? _continueLastMessage;
    private readonly ChatMessage? _lastMessage;
    private readonly MessageAuthors? _authors;
    private readonly Dictionary<string, (string Name, string? OtherAuthor)> _calls = new(StringComparer.Ordinal);
    private HashSet<string>? _callsWithResult;

    private MessageMapping(List<ChatMessage> messages, ChatRules rules, bool? continueLastMessage, ILogger logger)
    {
        (_messages, _rules, _continueLastMessage, _logger) = (messages, rules, continueLastMessage, logger);
        _lastMessage = messages.FindLast(message => !message.IsEmpty());
        _authors = rules.Normalize ? MessageAuthors.From(messages) : null;
    }

    /// <param name="messages">The messages.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="continueLastMessage">Whether the response continues the last message (<c>prefix</c>); null if not specified.</param>
    /// <param name="logger">The logger.</param>
    internal static List<Message> ToMessages(
        IEnumerable<ChatMessage> messages, ChatRules rules, bool? continueLastMessage, ILogger logger)
    {
        // Enumerated only once: the messages may be a lazy query.
        var list = messages.ToList();
        if (list.Exists(message => message is null || message.Contents.Contains(null!)))
            throw new ArgumentException("The messages or their contents contain null. Remove it.", nameof(messages));

        var mapping = new MessageMapping(list, rules, continueLastMessage, logger);
        var result = new List<Message>(list.Count);
        foreach (var message in list)
            mapping.AddTo(result, message);
        return result;
    }

    private void AddTo(List<Message> result, ChatMessage message)
    {
        if (message.RawRepresentation is Message raw)
            result.Add(raw);
        else if (message.Contains<FunctionResultContent>())
            AddWithResultsTo(result, message);
        else if (Map(message, message.Contents as List<AIContent> ?? [.. message.Contents]) is { } mapped)
            result.Add(mapped);
    }

    // The API has one tool message per result, so a message is split at its results.
    private void AddWithResultsTo(List<Message> result, ChatMessage message)
    {
        var contents = new List<AIContent>();
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent functionResult)
            {
                contents.Add(content);
                continue;
            }

            if (contents.Count > 0 && Map(message, contents) is { } before)
                result.Add(before);
            contents = [];
            result.Add(Map(functionResult));
        }

        if (contents.Count > 0 && Map(message, contents) is { } rest)
            result.Add(rest);
    }

    private Message Map(FunctionResultContent result)
    {
        _calls.TryGetValue(result.CallId, out var call);
        var message = result.ToToolMessage(call.Name, _logger);
        return call.OtherAuthor is { } author ? message.ToUserMessage(call.Name, author) : message;
    }

    private Message? Map(ChatMessage message, List<AIContent> contents)
    {
        if (message.Role == ChatRole.Assistant)
            return MapAssistant(message, contents);

        if (message.Role == ChatRole.Tool)
            return MapToolContents(contents);

        if (contents.Find(content => content is FunctionCallContent) is { } call)
            throw call.ToNotSupportedException($"a {message.Role}");

        // Unknown roles are sent as user messages.
        return message.IsSystem()
            ? new SystemMessage(ToContent(contents, "a system", content => content is TextContent or TextReasoningContent))
            : new UserMessage(ToContent(contents, "a user", content => content is not TextReasoningContent)
                .WithAuthor(_authors?.GetUserName(message)));
    }

    // Results of functions are mapped before. The others are of tools that another provider ran.
    private Message? MapToolContents(List<AIContent> contents)
    {
        foreach (var content in contents.Where(content => content is not (UsageContent or ErrorContent)))
        {
            if (content is not ToolResultContent)
            {
                throw new NotSupportedException(
                    $"A message with the tool role contains {content.GetType().Name}. Use a FunctionResultContent with the call ID.");
            }

            AdapterLog.ContentNotSent(_logger, content.GetType(), "tool");
        }

        return null;
    }

    private static MessageContent ToContent(List<AIContent> contents, string role, Func<AIContent, bool> isAllowed)
    {
        if (contents.Count == 1 && contents[0] is TextContent text)
            return text.Text;

        var chunks = new List<ContentChunk>();
        foreach (var content in contents)
        {
            if (content is not (UsageContent or ErrorContent) && !content.IsRawChunk() && !isAllowed(content))
                throw content.ToNotSupportedException(role);

            if (content is TextReasoningContent { ProtectedData: var data } reasoning)
                chunks.Add(new ThinkChunk([new TextChunk(reasoning.Text)]) { Signature = ReasoningSignature.FromProtectedData(data) });
            else if (content.ToContentChunk() is { } chunk)
                chunks.Add(chunk);
        }

        // An empty text next to other chunks carries no information.
        if (chunks.Count > 1)
            chunks.RemoveAll(chunk => chunk is TextChunk { Text.Length: 0 });
        return chunks.ToMessageContent();
    }

    private Message? MapAssistant(ChatMessage message, List<AIContent> contents)
    {
        var isLast = ReferenceEquals(message, _lastMessage);
        // On an earlier message, the property is left over from a previous request.
        var prefix = isLast
            ? AdditionalPropertyReader.From(message.AdditionalProperties).GetBoolean(AdditionalPropertyKeys.Prefix) ?? _continueLastMessage
            : null;
        var isFromOther = prefix is not true && _authors?.IsFromOther(message, isLast) is true;
        foreach (var content in contents)
        {
            if (content is FunctionCallContent call)
                _calls[call.CallId] = (call.Name, isFromOther ? message.AuthorName : null);
        }

        if (!isFromOther)
            return prefix is null ? ToAssistantMessage(contents) : ToAssistantMessage(contents) with { Prefix = prefix };

        return ToAssistantMessage(contents.FindAll(content => !OtherAgentMapping.IsMedia(content)))
            .ToUserMessage(contents.FindAll(OtherAgentMapping.IsMedia), message.AuthorName);
    }

    private AssistantMessage ToAssistantMessage(List<AIContent> contents)
    {
        if (contents.Count == 1 && contents[0] is TextContent { Annotations: null } text)
            return new() { Content = text.Text };

        var chunks = contents.ToAssistantChunks(_rules.ReplayReasoning, _logger);
        var calls = contents.OfType<FunctionCallContent>().Where(IsSent).Select(call => call.ToToolCall()).ToList();
        return new()
        {
            Content = chunks.Count == 0 && calls.Count > 0 ? null : chunks.ToMessageContent(),
            ToolCalls = calls.Count > 0 ? calls : null,
        };
    }

    // An informational call without a result was executed by the server, and the API would reject it as a call without a result.
    private bool IsSent(FunctionCallContent call) =>
        !call.InformationalOnly || (_callsWithResult ??= GetCallsWithResult()).Contains(call.CallId);

    private HashSet<string> GetCallsWithResult() => new(
        _messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId),
        StringComparer.Ordinal);
}
