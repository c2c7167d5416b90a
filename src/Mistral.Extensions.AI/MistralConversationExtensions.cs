using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters.HostedConversations;
using Mistral.Extensions.AI.Conversations;

// The namespace of the returned types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>
/// Extension methods that expose Mistral's conversations and agents as <see cref="IChatClient"/>: with hosted tools, which Mistral
/// executes, and with conversations that Mistral stores.
/// </summary>
public static class MistralConversationExtensions
{
    /// <summary>Creates an <see cref="IChatClient"/> for conversations with a model, with hosted tools such as web search.</summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <param name="defaultModelId">
    /// The model if <see cref="ChatOptions.ModelId"/> is not set, such as <c>mistral-medium-latest</c>.
    /// </param>
    /// <returns>A thread-safe chat client.</returns>
    /// <remarks>
    /// Mistral stores each conversation, and the response has its ID: pass it as <see cref="ChatOptions.ConversationId"/> with only the new
    /// messages to continue. The model, the instructions and the tools cannot be changed then. To store nothing, set the additional
    /// property <c>store</c> to false and pass all messages with each request. Hosted tools are <see cref="HostedWebSearchTool"/>,
    /// <see cref="HostedCodeInterpreterTool"/>, <see cref="HostedImageGenerationTool"/>, <see cref="HostedFileSearchTool"/> (libraries) and
    /// <see cref="HostedMcpServerTool"/> (connectors). Other settings are sent with a <see cref="ConversationRequest"/> from
    /// <see cref="ChatOptions.RawRepresentationFactory"/>; <c>docs/conversations-and-agents.md</c> has the details.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="defaultModelId"/> is empty or white space.</exception>
    public static IChatClient AsConversationChatClient(this MistralClient client, string? defaultModelId = null)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
        {
            throw new ArgumentException(
                "The model ID is empty. Pass one, such as \"mistral-medium-latest\", or pass null and set ChatOptions.ModelId.",
                nameof(defaultModelId));
        }

        return new ConversationChatClient(client.Conversations, client, new(defaultModelId), client.ChatRules);
    }

    /// <summary>Creates an <see cref="IChatClient"/> for conversations with an agent that is stored by Mistral.</summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <param name="agentId">The ID of the agent.</param>
    /// <param name="agentVersion">The version of the agent: a number or an alias; null for the current version.</param>
    /// <returns>A thread-safe chat client.</returns>
    /// <remarks>
    /// The agent has its own model, instructions, tools and settings: those of <see cref="ChatOptions"/> and system messages are not sent,
    /// which is logged. Functions of the agent are invoked by <c>UseFunctionInvocation</c> if <see cref="ChatOptions.Tools"/> has them.
    /// <see cref="ChatOptions.ConversationId"/> continues a conversation, as with <see cref="AsConversationChatClient"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="agentId"/> is null, empty or white space.</exception>
    public static IChatClient AsAgentChatClient(this MistralClient client, string agentId, string? agentVersion = null)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (string.IsNullOrWhiteSpace(agentId))
            throw new ArgumentException("The agent ID is empty. Pass the ID of an agent, see MistralClient.Agents.", nameof(agentId));

        return new ConversationChatClient(client.Conversations, client, new(null, agentId, agentVersion), client.ChatRules);
    }
}
