using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.SemanticKernel.Services;

// The namespace of AddKernel: no further using directive is needed to find the methods.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>
/// Extension methods that add Mistral models for Semantic Kernel to a service collection, next to <c>services.AddKernel()</c>.
/// </summary>
public static class MistralKernelServiceCollectionExtensions
{
    /// <summary>
    /// Adds a chat model as <see cref="IChatClient"/>, <see cref="IChatCompletionService"/> and <see cref="ITextGenerationService"/>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="modelId">The model, for example <c>mistral-small-latest</c>.</param>
    /// <param name="client">
    /// The client to use. The kernel does not dispose it. If null, the <see cref="MistralClient"/> of the service collection is used: the
    /// one with <paramref name="serviceId"/> as its key, or else the one without a key. If the service collection has neither, a client
    /// without a key is added, which reads the API key from the environment variable <c>MISTRAL_API_KEY</c>. To set options, call
    /// <c>services.AddMistralClient(...)</c>.
    /// </param>
    /// <param name="serviceId">The service ID, which selects one of several models in a kernel. It is also the service key.</param>
    /// <returns>The service collection.</returns>
    /// <remarks>
    /// In contrast to <c>services.AddMistralChatClient(...)</c> of the package Mistral.Extensions.AI, the chat client invokes functions of
    /// the kernel according to <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/>, and emits logs and OpenTelemetry data. The
    /// name of the activity source and of the meter is <c>Experimental.Microsoft.Extensions.AI</c>; Semantic Kernel's own sources are
    /// separate. To include messages in the telemetry, set <c>EnableSensitiveData</c> of <c>GetService&lt;OpenTelemetryChatClient&gt;()</c>
    /// on the chat client.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null or white space.</exception>
    public static IServiceCollection AddMistralChatCompletionService(
        this IServiceCollection services, string modelId, MistralClient? client = null, string? serviceId = null)
    {
        ThrowIfInvalid(services, modelId, "mistral-small-latest");
        return services.AddChatServices(modelId, serviceId, services.GetClientFactory(client, serviceId));
    }

    /// <summary>
    /// Adds a chat model with its own API key, as <see cref="IChatClient"/>, <see cref="IChatCompletionService"/> and
    /// <see cref="ITextGenerationService"/>. The parameters are those of <c>AddMistralChatCompletion</c> in Semantic Kernel's own
    /// connector.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="modelId">The model, for example <c>mistral-small-latest</c>.</param>
    /// <param name="apiKey">The API key.</param>
    /// <param name="endpoint">
    /// The base address of the API, with or without <c>/v1</c>. If null, it is the base address of <paramref name="httpClient"/>, or
    /// <c>https://api.mistral.ai/v1</c> if that is not set either.
    /// </param>
    /// <param name="serviceId">The service ID, which selects one of several models in a kernel. It is also the service key.</param>
    /// <param name="httpClient">
    /// The HTTP client to use, or null for one that retries transient failures. A custom HTTP client retries only if it has a handler that
    /// does, and the kernel does not dispose it.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> or <paramref name="apiKey"/> is null or white space.</exception>
    public static IServiceCollection AddMistralChatCompletionService(
        this IServiceCollection services,
        string modelId,
        string apiKey,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null)
    {
        ThrowIfInvalid(services, modelId, "mistral-small-latest");
        return services.AddChatServices(modelId, serviceId, services.AddClient(apiKey, endpoint, httpClient));
    }

    /// <summary>
    /// Adds an embedding model as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> and as the obsolete
    /// <c>ITextEmbeddingGenerationService</c>, with logs and OpenTelemetry data.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="modelId">The model, for example <c>mistral-embed</c>.</param>
    /// <param name="client">
    /// The client to use. The kernel does not dispose it. If null, the <see cref="MistralClient"/> of the service collection is used: the
    /// one with <paramref name="serviceId"/> as its key, or else the one without a key. If the service collection has neither, a client
    /// without a key is added, which reads the API key from the environment variable <c>MISTRAL_API_KEY</c>.
    /// </param>
    /// <param name="serviceId">The service ID, which selects one of several models in a kernel. It is also the service key.</param>
    /// <param name="dimensions">
    /// The number of dimensions of the embeddings, for a model that supports several, or null for the model's default.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null or white space.</exception>
    public static IServiceCollection AddMistralEmbeddings(
        this IServiceCollection services, string modelId, MistralClient? client = null, string? serviceId = null, int? dimensions = null)
    {
        ThrowIfInvalid(services, modelId, "mistral-embed");
        return services.AddEmbeddingServices(modelId, serviceId, dimensions, services.GetClientFactory(client, serviceId));
    }

    /// <summary>
    /// Adds an embedding model with its own API key, as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> and as the obsolete
    /// <c>ITextEmbeddingGenerationService</c>. The parameters are those of <c>AddMistralEmbeddingGenerator</c> in Semantic Kernel's own
    /// connector.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="modelId">The model, for example <c>mistral-embed</c>.</param>
    /// <param name="apiKey">The API key.</param>
    /// <param name="endpoint">
    /// The base address of the API, with or without <c>/v1</c>. If null, it is the base address of <paramref name="httpClient"/>, or
    /// <c>https://api.mistral.ai/v1</c> if that is not set either.
    /// </param>
    /// <param name="serviceId">The service ID, which selects one of several models in a kernel. It is also the service key.</param>
    /// <param name="httpClient">
    /// The HTTP client to use, or null for one that retries transient failures. A custom HTTP client retries only if it has a handler that
    /// does, and the kernel does not dispose it.
    /// </param>
    /// <param name="dimensions">
    /// The number of dimensions of the embeddings, for a model that supports several, or null for the model's default.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> or <paramref name="apiKey"/> is null or white space.</exception>
    public static IServiceCollection AddMistralEmbeddings(
        this IServiceCollection services,
        string modelId,
        string apiKey,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null,
        int? dimensions = null)
    {
        ThrowIfInvalid(services, modelId, "mistral-embed");
        return services.AddEmbeddingServices(modelId, serviceId, dimensions, services.AddClient(apiKey, endpoint, httpClient));
    }

    private static void ThrowIfInvalid(IServiceCollection services, string modelId, string exampleModelId)
    {
        if (services is null)
            throw new ArgumentNullException(nameof(services));
        ModelClient.ThrowIfNoModel(modelId, exampleModelId);
    }
}
