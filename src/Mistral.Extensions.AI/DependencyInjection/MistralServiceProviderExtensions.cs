using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.DependencyInjection;

// The namespace of GetRequiredService, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>
/// Extension methods that create chat clients and embedding generators of registered Mistral clients, for
/// <c>services.AddChatClient(...)</c> and <c>services.AddEmbeddingGenerator(...)</c> of the package <c>Microsoft.Extensions.AI</c>, whose
/// builders add middleware.
/// </summary>
public static class MistralServiceProviderExtensions
{
    /// <summary>Creates an <see cref="IChatClient"/> for a Mistral model that uses a registered client.</summary>
    /// <param name="provider">The service provider.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-small-latest</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/>, or null for the one without a key.
    /// </param>
    /// <returns>A new chat client.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    /// <exception cref="InvalidOperationException">The client is not registered.</exception>
    /// <example>
    /// <code>
    /// services.AddMistralClient();
    /// services.AddChatClient(provider => provider.GetMistralChatClient("mistral-small-latest")).UseFunctionInvocation();
    /// </code>
    /// </example>
    public static IChatClient GetMistralChatClient(this IServiceProvider provider, string modelId, object? clientKey = null) =>
        GetClient(provider, modelId, MistralServiceCollectionExtensions.ChatModelExample, clientKey).AsIChatClient(modelId);

    /// <summary>
    /// Creates an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for a Mistral model that uses a registered client.
    /// </summary>
    /// <param name="provider">The service provider.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-embed</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/>, or null for the one without a key.
    /// </param>
    /// <returns>A new embedding generator.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    /// <exception cref="InvalidOperationException">The client is not registered.</exception>
    public static IEmbeddingGenerator<string, Embedding<float>> GetMistralEmbeddingGenerator(
        this IServiceProvider provider, string modelId, object? clientKey = null) =>
        GetClient(provider, modelId, MistralServiceCollectionExtensions.EmbeddingModelExample, clientKey).AsIEmbeddingGenerator(modelId);

    private static MistralClient GetClient(
        IServiceProvider provider, string modelId, string example, object? clientKey)
    {
        MistralServiceCollectionExtensions.ValidateModelId(modelId, example);
        return ClientReference.GetClient(provider ?? throw new ArgumentNullException(nameof(provider)), clientKey, modelId);
    }
}
