using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps M.E.AI messages to API messages one by one. The conversation is normalized afterwards.</summary>
internal sealed class MessageMapping(ChatRules rules, ChatMessage? last)
{
    private static readonly ChatRole Developer = new("developer");

    private readonly Dictionary<string, string> _functionNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answeredCalls = new(StringComparer.Ordinal);

    internal static List<Message> ToMessages(IEnumerable<ChatMessage> messages, ChatRules rules)
    {
        // They may be a query that cannot be run twice.
        var all = messages.ToList();
        if (all.Exists(message => message is null || message.Contents.Contains(null!)))
            throw new ArgumentException("There is a null among the messages or their contents.", nameof(messages));

        var mapping = new MessageMapping(rules, all.LastOrDefault());
        mapping._answeredCalls.UnionWith(all.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.CallId));
        return [.. all.SelectMany(mapping.Map)];
    }

    private IEnumerable<Message> Map(ChatMessage message)
    {
        if (message.RawRepresentation is Message raw)
        {
            yield return raw;
            yield break;
        }

        // A result is a message of its own on the wire, wherever it stands here.
        var contents = new List<AIContent>();
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent result)
            {
                contents.Add(content);
                continue;
            }

            if (contents.Count > 0 && Map(message, contents) is { } before)
                yield return before;
            contents = [];
            yield return result.ToToolMessage(_functionNames.TryGetValue(result.CallId, out var name) ? name : null);
        }

        if ((contents.Count > 0 || message.Contents.Count == 0) && Map(message, contents) is { } rest)
            yield return rest;
    }

    private Message? Map(ChatMessage message, List<AIContent> contents)
    {
        if (message.Role == ChatRole.Assistant)
            return MapAssistant(contents, IsPrefix(message));

        if (message.Role == ChatRole.Tool)
            return contents.Find(content => content is not (UsageContent or ErrorContent)) is { } stray
                ? throw new NotSupportedException($"A message of the tool role holds {stray.GetType().Name}. Mistral needs a FunctionResultContent there, with the id of its call.")
                : null;

        if (contents.Find(content => content is FunctionCallContent) is { } call)
            throw call.NotSupported($"a {message.Role}");

        // A role nobody knows speaks to the model from outside, as a user does.
        return message.Role == ChatRole.System || message.Role == Developer
            ? new SystemMessage(ToContent(contents, "a system", content => content is TextContent or TextReasoningContent))
            : new UserMessage(ToContent(contents, "a user", content => content is not TextReasoningContent));
    }

    private static MessageContent ToContent(List<AIContent> contents, string role, Func<AIContent, bool> isAllowed)
    {
        var chunks = new List<ContentChunk>();
        foreach (var content in contents)
        {
            if (content is not (UsageContent or ErrorContent) && !content.IsRawChunk() && !isAllowed(content))
                throw content.NotSupported(role);

            if (content is TextReasoningContent reasoning)
                chunks.Add(new ThinkChunk([new TextChunk(reasoning.Text)]) { Signature = reasoning.ProtectedData });
            else if (content.ToContentChunk() is { } chunk)
                chunks.Add(chunk);
        }

        // An empty text beside an image says nothing.
        if (chunks.Count > 1)
            chunks.RemoveAll(chunk => chunk is TextChunk { Text.Length: 0 });
        return chunks.ToMessageContent();
    }

    // Elsewhere the mark is that of an earlier turn, whose answer has followed.
    private bool IsPrefix(ChatMessage message) =>
        ReferenceEquals(message, last) && AdditionalPropertyReader.From(message.AdditionalProperties).GetBoolean("prefix") is true;

    private AssistantMessage MapAssistant(List<AIContent> contents, bool isPrefix)
    {
        var text = string.Concat(contents.OfType<TextContent>().Select(content => content.Text));
        var chunks = new List<ContentChunk>();
        if (rules.ReplayReasoning && contents.ToThinkChunk() is { } thinking)
            chunks.Add(thinking);
        if (text.Length > 0)
            chunks.Add(new TextChunk(text));

        foreach (var content in contents)
        {
            if (content is TextContent or TextReasoningContent or FunctionCallContent or UsageContent or ErrorContent)
                continue;
            // What came out of an answer goes back as it came; what the caller adds has no place in the model's mouth.
            chunks.Add(content.RawRepresentation as ContentChunk ?? throw content.NotSupported("an assistant"));
        }

        var calls = contents.OfType<FunctionCallContent>().Where(IsToBeSent).Select(ToToolCall).ToList();
        return new()
        {
            Content = chunks.Count == 0 && calls.Count > 0 ? null : chunks.ToMessageContent(),
            ToolCalls = calls.Count > 0 ? calls : null,
            Prefix = isPrefix ? true : null,
        };
    }

    // What a server ran itself and told no result of is a note to the reader, not a call.
    private bool IsToBeSent(FunctionCallContent call) => !call.InformationalOnly || _answeredCalls.Contains(call.CallId);

    private ToolCall ToToolCall(FunctionCallContent call)
    {
        _functionNames[call.CallId] = call.Name;
        return new()
        {
            Id = call.CallId,
            Type = "function",
            Function = new() { Name = call.Name, Arguments = UserJson.ToText(call.Arguments) },
        };
    }
}
