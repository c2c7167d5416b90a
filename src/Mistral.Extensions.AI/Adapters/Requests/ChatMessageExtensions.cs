using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Extension methods that read the role and the contents of a <see cref="ChatMessage"/>.</summary>
internal static class ChatMessageExtensions
{
    private static readonly ChatRole DeveloperRole = new("developer");

    /// <summary>Whether the message is sent as a system message.</summary>
    internal static bool IsSystem(this ChatMessage message) => message.Role == ChatRole.System || message.Role == DeveloperRole;

    /// <summary>Returns the raw representation if it is sent instead of the contents of the message, otherwise null.</summary>
    internal static Message? GetRawMessage(this ChatMessage message) =>
        message.RawRepresentation is Message raw && !ConvertedMessages.IsChanged(message, raw) ? raw : null;

    // A loop without an enumerator: it runs for every message of every request.
    internal static bool Contains<TContent>(this ChatMessage message)
        where TContent : AIContent
    {
        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is TContent)
                return true;
        }

        return false;
    }

    /// <summary>Whether the message has no content to send, for example after a stream without text.</summary>
    internal static bool IsEmpty(this ChatMessage message) => message.GetRawMessage() is null
        && message.Contents.All(content => content is UsageContent or ErrorContent or TextContent { Text.Length: 0 });
}
