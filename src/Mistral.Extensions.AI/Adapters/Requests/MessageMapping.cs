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
    private readonly ILogger _logger;
    private readonly bool? _continueLastMessage;
    private readonly ChatMessage? _lastMessage;
    private readonly MessageAuthors? _authors;
    private readonly AssistantMessageMapping _assistantMapping;
    private readonly Dictionary<string, (string Name, string? OtherAuthor)> _calls = new(StringComparer.Ordinal);

    private MessageMapping(List<ChatMessage> messages, ChatRules rules, bool? continueLastMessage, ILogger logger)
    {
        (_continueLastMessage, _logger) = (continueLastMessage, logger);
        _assistantMapping = new(messages, rules, logger);
        _lastMessage = messages.FindLast(message => !message.IsEmpty());
        _authors = rules.Normalize ? MessageAuthors.From(messages) : null;
    }

    /// <summary>Maps the messages of a conversation.</summary>
    /// <param name="result">The list to add to.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="continueLastMessage">Whether the response continues the last message (<c>prefix</c>); null if not specified.</param>
    /// <param name="logger">The logger.</param>
    internal static void AddTo(
        List<Message> result, List<ChatMessage> messages, ChatRules rules, bool? continueLastMessage, ILogger logger)
    {
        if (messages.Exists(static message => message is null || message.Contents.Contains(null!)))
            throw new ArgumentException("The messages or their contents contain null. Remove it.", nameof(messages));

        messages = messages.WithoutCompletedApprovals();
        var mapping = new MessageMapping(messages, rules, continueLastMessage, logger);
        foreach (var message in messages)
            mapping.AddTo(result, message);
    }

    private void AddTo(List<Message> result, ChatMessage message)
    {
        if (message.GetRawMessage() is { } raw)
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
        {
            contents.ValidateToolContents(_logger);
            return null;
        }

        if (contents.Find(content => content is FunctionCallContent) is { } call)
            throw call.ToNotSupportedException($"a {message.Role}");

        // Unknown roles are sent as user messages.
        return message.IsSystem()
            ? new SystemMessage(contents.ToMessageContent("a system", content => content is TextContent or TextReasoningContent))
            : new UserMessage(contents.ToMessageContent("a user", content => content is not TextReasoningContent)
                .WithAuthor(_authors?.GetUserName(message)));
    }

    private Message? MapAssistant(ChatMessage message, List<AIContent> contents)
    {
        var isLast = ReferenceEquals(message, _lastMessage);
        // On an earlier message, the property was set for a previous request.
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
            return prefix is null ? _assistantMapping.ToMessage(contents) : _assistantMapping.ToMessage(contents) with { Prefix = prefix };

        return _assistantMapping.ToMessage(contents.FindAll(content => !OtherAgentMapping.IsMedia(content)))
            .ToUserMessage(contents.FindAll(OtherAgentMapping.IsMedia), message.AuthorName, _logger);
    }
}
