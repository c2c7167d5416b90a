using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters;
using Mistral.Extensions.AI.Chat;

// Where the users of these abstractions look.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Mistral as what Microsoft.Extensions.AI knows.</summary>
public static class MistralClientExtensions
{
    /// <summary>Mistral's chat completions as an <see cref="IChatClient"/>.</summary>
    /// <param name="client">The client. It stays the caller's: disposing what is returned does not dispose it.</param>
    /// <param name="defaultModelId">The model where <see cref="ChatOptions.ModelId"/> names none, e.g. <c>mistral-small-latest</c>.</param>
    /// <returns>A chat client; thread-safe.</returns>
    /// <remarks>
    /// What Mistral alone has is set through <see cref="ChatOptions.AdditionalProperties"/> under the API's names (<c>safe_prompt</c>,
    /// <c>prompt_mode</c>, <c>prediction</c>, <c>metadata</c>, <c>n</c>, <c>guardrails</c>, <c>prompt_cache_key</c>, <c>service_tier</c>,
    /// <c>random_seed</c>, <c>stop</c>, <c>parallel_tool_calls</c>, <c>reasoning_effort</c>, <c>strict</c>), or typed, through
    /// <see cref="ChatOptions.RawRepresentationFactory"/> with a <see cref="ChatCompletionRequest"/>. Functions are called by the pipeline's
    /// <c>UseFunctionInvocation</c>, not by this client.
    /// </remarks>
    public static IChatClient AsIChatClient(this MistralClient client, string? defaultModelId = null)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
            throw new ArgumentException("The model is empty. Name one, e.g. \"mistral-small-latest\", or pass null and set ChatOptions.ModelId.", nameof(defaultModelId));

        return new MistralChatClient(client.Chat, client.ChatRules, defaultModelId);
    }

    /// <summary>A tool in Mistral's own words, for <see cref="ChatOptions.Tools"/>.</summary>
    /// <param name="tool">The tool; it is sent as it is.</param>
    /// <returns>The same as an <see cref="AITool"/>.</returns>
    public static AITool AsAITool(this Tool tool) => new MistralTool(tool ?? throw new ArgumentNullException(nameof(tool)));
}
