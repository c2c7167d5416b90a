using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Moderation;

/// <summary>
/// The texts of a conversation, as the conversations to moderate. The API moderates only the last message of a conversation, so each new
/// message is the end of a conversation of its own.
/// </summary>
internal sealed class ModeratedConversation
{
    private readonly List<Message> _messages = [];

    // The index of the first new message: the messages before it were the input or the output of an earlier call.
    private int _firstNew;

    /// <summary>Reads the texts of the messages. Messages without text, and system messages, are left out.</summary>
    internal ModeratedConversation(IList<ChatMessage> messages, ILogger logger)
    {
        if (messages.Any(static message => message is null || message.Contents.Contains(null!)))
            throw new ArgumentException("The messages or their contents contain null. Remove it.", nameof(messages));

        foreach (var message in messages.Where(message => !message.IsSystem()))
        {
            var text = ModeratedText.Of(message, logger);
            if (!string.IsNullOrWhiteSpace(text))
                Add(message.Role == ChatRole.Assistant ? new AssistantMessage { Content = text } : new UserMessage(text));
        }
    }

    /// <summary>The conversations that end with each of the new messages.</summary>
    internal IReadOnlyList<IReadOnlyList<Message>> GetInput() =>
        [.. Enumerable.Range(_firstNew, _messages.Count - _firstNew).Select(last => EndWith(_messages.Take(last), _messages[last]))];

    /// <summary>The conversation that ends with a response; none if it has no text.</summary>
    internal IReadOnlyList<IReadOnlyList<Message>> GetOutput(string text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [EndWith(_messages, new AssistantMessage { Content = text })];

    // An assistant message at the end is new too: the caller wrote it as the beginning of the response.
    private void Add(Message message)
    {
        if (message is UserMessage && _messages.Count > 0 && _messages[_messages.Count - 1] is AssistantMessage)
            _firstNew = _messages.Count;
        _messages.Add(message);
    }

    // The API rejects a conversation of a single assistant message: "Conversation must start with a user message or system message".
    private static IReadOnlyList<Message> EndWith(IEnumerable<Message> context, Message last)
    {
        List<Message> messages = [.. context, last];
        return messages.Count == 1 && last is AssistantMessage { Content: { } content } ? [new UserMessage(content)] : messages;
    }
}
