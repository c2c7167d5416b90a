using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Moderation;
using Mistral.Extensions.AI.Classifiers;

// The namespace of the extended types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Extension methods that moderate an <see cref="IChatClient"/> of any provider with Mistral's moderation models.</summary>
public static class MistralModerationExtensions
{
    /// <summary>
    /// Creates a chat client that moderates the new messages before it calls this client, and the response after it. Flagged content throws
    /// a <see cref="ModerationException"/>, or is replaced with <see cref="ModerationOptions.RefusalText"/>.
    /// </summary>
    /// <param name="chatClient">The chat client, of any provider. The returned client disposes it.</param>
    /// <param name="mistralClient">The client for the moderation requests. It is not disposed.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>A chat client that is thread-safe if <paramref name="chatClient"/> is. Its services are those of that client.</returns>
    /// <remarks>
    /// The input is each message after the last response of the model: text, text files and function results. The output is the text, the
    /// reasoning and the arguments of function calls. Earlier messages are sent as context. System messages and
    /// <see cref="ChatOptions.Instructions"/> are not sent. Images, audio and documents cannot be moderated and are passed on.
    /// <c>docs/moderation.md</c> has the details.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="chatClient"/> or <paramref name="mistralClient"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public static IChatClient WithMistralModeration(
        this IChatClient chatClient, MistralClient mistralClient, ModerationOptions? options = null)
    {
        if (chatClient is null)
            throw new ArgumentNullException(nameof(chatClient));
        if (mistralClient is null)
            throw new ArgumentNullException(nameof(mistralClient));

        options ??= new();
        if (ModerationOptionsValidator.Validate(options) is { } error)
            throw new ArgumentException(error, nameof(options));

        // Copies, because the caller can change the collections later.
        var copy = options with
        {
            Categories = options.Categories?.ToList(),
            Thresholds = options.Thresholds?.ToDictionary(threshold => threshold.Key, threshold => threshold.Value),
        };
        return new ModeratingChatClient(chatClient, mistralClient.Classifiers, copy);
    }
}
