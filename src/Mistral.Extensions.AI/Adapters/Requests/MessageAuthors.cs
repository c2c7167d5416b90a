using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>
/// Decides which assistant messages of a conversation were written by the assistant that responds, and which by other agents. The API has
/// no author names: a model that receives the messages of another agent as its own continues them instead of responding to them.
/// </summary>
internal sealed class MessageAuthors
{
    private readonly string? _respondingAgent;
    private readonly bool _hasNamedAssistant;
    private readonly bool _hasSeveralUsers;

    private MessageAuthors(List<ChatMessage> messages)
    {
        // ChatCompletionAgent of Semantic Kernel sets the name of the agent as the author of its instructions.
        _respondingAgent = messages.Find(message => message.AuthorName is not null && message.IsSystem())?.AuthorName
            ?? FindRespondingAgent(messages);
        _hasNamedAssistant = _respondingAgent is not null
            || messages.Exists(message => message.Role == ChatRole.Assistant && HasName(message));
        _hasSeveralUsers = messages.Where(message => HasName(message) && (message.Role == ChatRole.User || HasOtherName(message)))
            .Select(message => message.AuthorName).Distinct(StringComparer.Ordinal).Skip(1).Any();
    }

    /// <summary>Returns the authors of a conversation, or null if no message has an author name.</summary>
    internal static MessageAuthors? From(List<ChatMessage> messages) => messages.Exists(HasName) ? new(messages) : null;

    /// <summary>
    /// Determines whether an assistant message is sent as a message of another agent. In a conversation with named assistants, this
    /// includes the last message, even without a name, because the model must respond to it.
    /// </summary>
    internal bool IsFromOther(ChatMessage message, bool isLast) =>
        HasOtherName(message) || (isLast && _hasNamedAssistant && !message.Contains<FunctionCallContent>());

    /// <summary>Returns the author name of a user message, or null if the conversation has only one user.</summary>
    internal string? GetUserName(ChatMessage message) => _hasSeveralUsers ? message.AuthorName : null;

    // Without a named system message, the only named assistant is the one that responds, with two exceptions. A user message with the same
    // name was written by another agent, because Agent Framework gives messages of other agents the user role. If the last message is from
    // an assistant or from the system, another agent responds to it.
    private static string? FindRespondingAgent(List<ChatMessage> messages)
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
        message.Role == ChatRole.Assistant && HasName(message) && message.AuthorName != _respondingAgent;

    private static bool HasName(ChatMessage message) => message.AuthorName is not null;
}
