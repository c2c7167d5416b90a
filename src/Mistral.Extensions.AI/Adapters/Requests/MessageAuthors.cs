using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Decides which assistant messages of a conversation were written by the assistant that responds, and which by other agents. The API has
/// no author names: a model that receives the messages of another agent as its own continues them instead of responding to them.
/// </summary>
internal sealed class MessageAuthors
{
    private readonly string? _self;
    private readonly bool _hasNamedAssistant;
    private readonly bool _hasSeveralUsers;

    private MessageAuthors(List<ChatMessage> messages)
    {
        // ChatCompletionAgent of Semantic Kernel puts the name of the agent on its instructions.
        _self = messages.Find(message => message.AuthorName is not null && message.IsSystem())?.AuthorName ?? FindSelf(messages);
        _hasNamedAssistant = _self is not null || messages.Exists(message => message.Role == ChatRole.Assistant && HasName(message));
        _hasSeveralUsers = messages.Where(message => HasName(message) && (message.Role == ChatRole.User || HasOtherName(message)))
            .Select(message => message.AuthorName).Distinct(StringComparer.Ordinal).Skip(1).Any();
    }

    /// <summary>Returns the authors of a conversation, or null if no message has an author name.</summary>
    internal static MessageAuthors? From(List<ChatMessage> messages) => messages.Exists(HasName) ? new(messages) : null;

    /// <summary>
    /// Returns whether the model receives an assistant message as a message of somebody else. The last message is one of them in a
    /// conversation with named assistants, also without a name: it is what the model has to respond to.
    /// </summary>
    internal bool IsFromOther(ChatMessage message, bool isLast) =>
        HasOtherName(message) || (isLast && _hasNamedAssistant && !message.Contains<FunctionCallContent>());

    /// <summary>Returns the author name of a user message, or null if the conversation has only one user.</summary>
    internal string? GetUserName(ChatMessage message) => _hasSeveralUsers ? message.AuthorName : null;

    // Without a named system message, the only named assistant is the one that responds, unless the conversation shows that it is not:
    // Agent Framework changes the messages of other agents to the user role, and a last message of an agent or of the system is addressed
    // to somebody else.
    private static string? FindSelf(List<ChatMessage> messages)
    {
        // Messages of the current turn, between function calls, do not have a name yet.
        var last = messages.FindLast(message =>
            !message.IsEmpty() && message.Role != ChatRole.Tool && (message.Role != ChatRole.Assistant || HasName(message)));
        if (last is null || last.Role == ChatRole.Assistant)
            return last?.Contains<FunctionCallContent>() is true ? last.AuthorName : null;
        if (last.IsSystem())
            return null;

        var names = new HashSet<string?>(GetNames(messages, ChatRole.Assistant), StringComparer.Ordinal);
        names.ExceptWith(GetNames(messages, ChatRole.User));
        return names.Count == 1 ? names.Single() : null;
    }

    private static IEnumerable<string?> GetNames(List<ChatMessage> messages, ChatRole role) =>
        messages.Where(message => message.Role == role && HasName(message)).Select(message => message.AuthorName);

    private bool HasOtherName(ChatMessage message) =>
        message.Role == ChatRole.Assistant && HasName(message) && message.AuthorName != _self;

    private static bool HasName(ChatMessage message) => message.AuthorName is not null;
}
