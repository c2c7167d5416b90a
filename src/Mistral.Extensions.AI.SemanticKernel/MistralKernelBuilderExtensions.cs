using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;
using Mistral.Extensions.AI;

// The namespace of Semantic Kernel's own builder extensions: no further using directive is needed to find the methods.
#pragma warning disable IDE0130
namespace Microsoft.SemanticKernel;
#pragma warning restore IDE0130

/// <summary>Extension methods that add Mistral models to a kernel.</summary>
public static class MistralKernelBuilderExtensions
{
    /// <summary>
    /// Adds a chat model as <see cref="IChatClient"/>, <see cref="IChatCompletionService"/> and <see cref="ITextGenerationService"/>.
    /// </summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="modelId">The model, for example <c>mistral-small-latest</c>.</param>
    /// <param name="client">
    /// The client to use. The kernel does not dispose it. If null, the <see cref="MistralClient"/> of the service collection is used: the
    /// one with <paramref name="serviceId"/> as its key, or else the one without a key. If the service collection has neither, a client
    /// without a key is added, which reads the API key from the environment variable <c>MISTRAL_API_KEY</c>. To set options, call
    /// <c>builder.Services.AddMistralClient(...)</c>.
    /// </param>
    /// <param name="serviceId">The service ID, which selects one of several models in a kernel. It is also the service key.</param>
    /// <returns>The kernel builder.</returns>
    /// <remarks>
    /// The chat client invokes functions of the kernel according to <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/>, and emits
    /// logs and OpenTelemetry data. The name of the activity source and of the meter is <c>Experimental.Microsoft.Extensions.AI</c>;
    /// Semantic Kernel's own sources are separate. To include messages in the telemetry, set <c>EnableSensitiveData</c> of
    /// <c>GetService&lt;OpenTelemetryChatClient&gt;()</c> on the chat client.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null or white space.</exception>
    public static IKernelBuilder AddMistralChatClient(
        this IKernelBuilder builder, string modelId, MistralClient? client = null, string? serviceId = null)
    {
        GetServices(builder).AddMistralChatCompletionService(modelId, client, serviceId);
        return builder;
    }

    /// <summary>
    /// Adds a chat model with its own API key, as <see cref="IChatClient"/>, <see cref="IChatCompletionService"/> and
    /// <see cref="ITextGenerationService"/>. The parameters are those of <c>AddMistralChatCompletion</c> in Semantic Kernel's own
    /// connector.
    /// </summary>
    /// <param name="builder">The kernel builder.</param>
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
    /// <returns>The kernel builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> or <paramref name="apiKey"/> is null or white space.</exception>
    public static IKernelBuilder AddMistralChatClient(
        this IKernelBuilder builder,
        string modelId,
        string apiKey,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null)
    {
        GetServices(builder).AddMistralChatCompletionService(modelId, apiKey, endpoint, serviceId, httpClient);
        return builder;
    }

    /// <summary>
    /// Adds an embedding model as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> and as the obsolete
    /// <c>ITextEmbeddingGenerationService</c>, with logs and OpenTelemetry data.
    /// </summary>
    /// <param name="builder">The kernel builder.</param>
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
    /// <returns>The kernel builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null or white space.</exception>
    public static IKernelBuilder AddMistralEmbeddings(
        this IKernelBuilder builder, string modelId, MistralClient? client = null, string? serviceId = null, int? dimensions = null)
    {
        GetServices(builder).AddMistralEmbeddings(modelId, client, serviceId, dimensions);
        return builder;
    }

    /// <summary>
    /// Adds an embedding model with its own API key, as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> and as the obsolete
    /// <c>ITextEmbeddingGenerationService</c>. The parameters are those of <c>AddMistralEmbeddingGenerator</c> in Semantic Kernel's own
    /// connector.
    /// </summary>
    /// <param name="builder">The kernel builder.</param>
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
    /// <returns>The kernel builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> or <paramref name="apiKey"/> is null or white space.</exception>
    public static IKernelBuilder AddMistralEmbeddings(
        this IKernelBuilder builder,
        string modelId,
        string apiKey,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null,
        int? dimensions = null)
    {
        GetServices(builder).AddMistralEmbeddings(modelId, apiKey, endpoint, serviceId, httpClient, dimensions);
        return builder;
    }

    private static IServiceCollection GetServices(IKernelBuilder builder) =>
        (builder ?? throw new ArgumentNullException(nameof(builder))).Services;
}
