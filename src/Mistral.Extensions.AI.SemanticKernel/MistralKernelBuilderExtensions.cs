using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Embeddings;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.SemanticKernel.Chat;

// The namespace of Semantic Kernel's own builder extensions: no further using directive is needed to find the methods.
#pragma warning disable IDE0130
namespace Microsoft.SemanticKernel;
#pragma warning restore IDE0130

/// <summary>Extension methods that add Mistral models to a kernel.</summary>
public static class MistralKernelBuilderExtensions
{
    /// <summary>Adds a chat model as <see cref="IChatClient"/> and as <see cref="IChatCompletionService"/>.</summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="modelId">The model, for example <c>mistral-small-latest</c>.</param>
    /// <param name="client">
    /// The client to use. The kernel does not dispose it. If null, the <see cref="MistralClient"/> of the service collection is used. If
    /// the service collection has none, one is added, which reads the API key from the environment variable <c>MISTRAL_API_KEY</c>. To set
    /// options, call <c>builder.Services.AddMistralClient(...)</c>.
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
        ThrowIfInvalid(builder, modelId, "mistral-small-latest");
        return builder.AddChatServices(modelId, serviceId, builder.Services.GetClientFactory(client));
    }

    /// <summary>
    /// Adds a chat model with an API key of its own, as <see cref="IChatClient"/> and as <see cref="IChatCompletionService"/>. The
    /// parameters are those of <c>AddMistralChatCompletion</c> in Semantic Kernel's own connector.
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
        ThrowIfInvalid(builder, modelId, "mistral-small-latest");
        return builder.AddChatServices(modelId, serviceId, builder.Services.AddClient(apiKey, endpoint, httpClient));
    }

    /// <summary>
    /// Adds an embedding model as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> and as the obsolete
    /// <c>ITextEmbeddingGenerationService</c>, with logs and OpenTelemetry data.
    /// </summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="modelId">The model, for example <c>mistral-embed</c>.</param>
    /// <param name="client">
    /// The client to use. The kernel does not dispose it. If null, the <see cref="MistralClient"/> of the service collection is used. If
    /// the service collection has none, one is added, which reads the API key from the environment variable <c>MISTRAL_API_KEY</c>.
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
        ThrowIfInvalid(builder, modelId, "mistral-embed");
        return builder.AddEmbeddingServices(modelId, serviceId, dimensions, builder.Services.GetClientFactory(client));
    }

    /// <summary>
    /// Adds an embedding model with an API key of its own, as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> and as the obsolete
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
        ThrowIfInvalid(builder, modelId, "mistral-embed");
        return builder.AddEmbeddingServices(modelId, serviceId, dimensions, builder.Services.AddClient(apiKey, endpoint, httpClient));
    }

    private static IKernelBuilder AddChatServices(
        this IKernelBuilder builder, string modelId, string? serviceId, Func<IServiceProvider, MistralClient> clientFactory)
    {
        builder.Services.AddKeyedSingleton(serviceId, (provider, _) =>
        {
            var loggerFactory = provider.GetService<ILoggerFactory>();
            var pipeline = clientFactory(provider).AsIChatClient(modelId).AsBuilder()
                .UseKernelFunctionInvocation(loggerFactory)
                .UseOpenTelemetry(loggerFactory);
            return (loggerFactory is null ? pipeline : pipeline.UseLogging(loggerFactory)).Build(provider);
        });
        builder.Services.AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) =>
            new MistralChatCompletionService(provider.GetRequiredKeyedService<IChatClient>(serviceId).AsChatCompletionService(provider)));
        return builder;
    }

    private static IKernelBuilder AddEmbeddingServices(
        this IKernelBuilder builder,
        string modelId,
        string? serviceId,
        int? dimensions,
        Func<IServiceProvider, MistralClient> clientFactory)
    {
        builder.Services.AddKeyedSingleton(serviceId, (provider, _) =>
        {
            var loggerFactory = provider.GetService<ILoggerFactory>();
            var pipeline = clientFactory(provider).AsIEmbeddingGenerator(modelId, dimensions).AsBuilder().UseOpenTelemetry(loggerFactory);
            return (loggerFactory is null ? pipeline : pipeline.UseLogging(loggerFactory)).Build(provider);
        });
#pragma warning disable CS0618, SKEXP0001 // Obsolete, but older memory stores and plugins require it.
        builder.Services.AddKeyedSingleton(serviceId, (provider, _) => provider
            .GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(serviceId)
            .AsTextEmbeddingGenerationService(provider));
#pragma warning restore CS0618, SKEXP0001
        return builder;
    }

    /// <summary>
    /// Gets a factory that returns the caller's client, or the <see cref="MistralClient"/> of the service collection, which is added if
    /// there is none.
    /// </summary>
    private static Func<IServiceProvider, MistralClient> GetClientFactory(this IServiceCollection services, MistralClient? client)
    {
        if (client is not null)
            return _ => client;

        if (!services.Any(static service => service.ServiceType == typeof(MistralClient) && !service.IsKeyedService))
            services.AddMistralClient();
        return static provider => provider.GetRequiredService<MistralClient>();
    }

    /// <summary>
    /// Adds a client that only this model uses and that the service provider disposes, and gets a factory that returns it.
    /// </summary>
    private static Func<IServiceProvider, MistralClient> AddClient(
        this IServiceCollection services, string apiKey, Uri? endpoint, HttpClient? httpClient)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
        {
            throw new ArgumentException(
                "The API key is empty. Specify one, or omit the parameter to read it from the environment variable MISTRAL_API_KEY.",
                nameof(apiKey));
        }

        var serviceKey = new object();
        services.AddKeyedSingleton(serviceKey, (provider, _) =>
        {
            var options = new MistralClientOptions { ApiKey = apiKey, LoggerFactory = provider.GetService<ILoggerFactory>() };
            if (endpoint is not null)
                options.Endpoint = endpoint;
            return httpClient is null ? new MistralClient(options) : new MistralClient(httpClient, options);
        });
        return provider => provider.GetRequiredKeyedService<MistralClient>(serviceKey);
    }

    private static void ThrowIfInvalid(IKernelBuilder builder, string modelId, string exampleModelId)
    {
        if (builder is null)
            throw new ArgumentNullException(nameof(builder));
        if (string.IsNullOrWhiteSpace(modelId))
            throw new ArgumentException($"No model was specified. Specify one, for example \"{exampleModelId}\".", nameof(modelId));
    }
}
