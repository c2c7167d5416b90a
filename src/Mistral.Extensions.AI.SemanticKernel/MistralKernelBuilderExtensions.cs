using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Embeddings;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.SemanticKernel;

// Where the users of Semantic Kernel look.
#pragma warning disable IDE0130
namespace Microsoft.SemanticKernel;
#pragma warning restore IDE0130

/// <summary>Mistral in a kernel.</summary>
public static class MistralKernelBuilderExtensions
{
    /// <summary>
    /// Adds a model of Mistral's as <see cref="IChatClient"/> and as <see cref="IChatCompletionService"/>, with functions of the kernel
    /// called as <see cref="PromptExecutionSettings.FunctionChoiceBehavior"/> says, and with logs and OpenTelemetry.
    /// </summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="modelId">The model, e.g. <c>mistral-small-latest</c>.</param>
    /// <param name="client">
    /// The client to use; it stays the caller's. Null for the <see cref="MistralClient"/> among the services, which is added where there is
    /// none: <c>builder.Services.AddMistralClient(...)</c> has its options, and without them the key is in <c>MISTRAL_API_KEY</c>.
    /// </param>
    /// <param name="serviceId">A name to choose this one by where there are several.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// OpenTelemetry has the spans under <c>Experimental.Microsoft.Extensions.AI</c>, beside Semantic Kernel's own sources. The chat client's
    /// <c>GetService&lt;OpenTelemetryChatClient&gt;()</c> has <c>EnableSensitiveData</c>.
    /// </remarks>
    public static IKernelBuilder AddMistralChatClient(
        this IKernelBuilder builder, string modelId, MistralClient? client = null, string? serviceId = null)
    {
        var services = ServicesOf(builder, modelId, "mistral-small-latest");
        return builder.AddChat(modelId, serviceId, services.ClientOrShared(client));
    }

    /// <summary>Adds a model of Mistral's with a key of its own: takes what SK's own <c>AddMistralChatCompletion</c> takes.</summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="modelId">The model, e.g. <c>mistral-small-latest</c>.</param>
    /// <param name="apiKey">The key.</param>
    /// <param name="endpoint">The root of the API, with or without <c>/v1</c>; null for Mistral's.</param>
    /// <param name="serviceId">A name to choose this one by where there are several.</param>
    /// <param name="httpClient">The pipeline to send through, which then retries or does not; it stays the caller's.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddMistralChatClient(
        this IKernelBuilder builder,
        string modelId,
        string apiKey,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null)
    {
        var services = ServicesOf(builder, modelId, "mistral-small-latest");
        return builder.AddChat(modelId, serviceId, services.AddClient(apiKey, endpoint, httpClient));
    }

    /// <summary>
    /// Adds an embedding model of Mistral's as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>, and as the older
    /// <c>ITextEmbeddingGenerationService</c>, with logs and OpenTelemetry.
    /// </summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="modelId">The model, e.g. <c>mistral-embed</c>.</param>
    /// <param name="client">The client to use; it stays the caller's. Null for the one among the services, as for chat.</param>
    /// <param name="serviceId">A name to choose this one by where there are several.</param>
    /// <param name="dimensions">How many numbers to ask for, of a model that leaves the choice; null for its default.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddMistralEmbeddings(
        this IKernelBuilder builder, string modelId, MistralClient? client = null, string? serviceId = null, int? dimensions = null)
    {
        var services = ServicesOf(builder, modelId, "mistral-embed");
        return builder.AddEmbeddings(modelId, serviceId, dimensions, services.ClientOrShared(client));
    }

    /// <summary>
    /// Adds an embedding model of Mistral's with a key of its own: takes what SK's own <c>AddMistralEmbeddingGenerator</c> takes.
    /// </summary>
    /// <param name="builder">The builder of the kernel.</param>
    /// <param name="modelId">The model, e.g. <c>mistral-embed</c>.</param>
    /// <param name="apiKey">The key.</param>
    /// <param name="endpoint">The root of the API, with or without <c>/v1</c>; null for Mistral's.</param>
    /// <param name="serviceId">A name to choose this one by where there are several.</param>
    /// <param name="httpClient">The pipeline to send through, which then retries or does not; it stays the caller's.</param>
    /// <param name="dimensions">How many numbers to ask for, of a model that leaves the choice; null for its default.</param>
    /// <returns>The builder.</returns>
    public static IKernelBuilder AddMistralEmbeddings(
        this IKernelBuilder builder,
        string modelId,
        string apiKey,
        Uri? endpoint = null,
        string? serviceId = null,
        HttpClient? httpClient = null,
        int? dimensions = null)
    {
        var services = ServicesOf(builder, modelId, "mistral-embed");
        return builder.AddEmbeddings(modelId, serviceId, dimensions, services.AddClient(apiKey, endpoint, httpClient));
    }

    private static IKernelBuilder AddChat(
        this IKernelBuilder builder, string modelId, string? serviceId, Func<IServiceProvider, MistralClient> clientOf)
    {
        builder.Services.AddKeyedSingleton(serviceId, (provider, _) =>
        {
            var loggers = provider.GetService<ILoggerFactory>();
            var pipeline = clientOf(provider).AsIChatClient(modelId).AsBuilder()
                .UseKernelFunctionInvocation(loggers)
                .UseOpenTelemetry(loggers);
            return (loggers is null ? pipeline : pipeline.UseLogging(loggers)).Build(provider);
        });
        builder.Services.AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) =>
            new MistralChatCompletionService(provider.GetRequiredKeyedService<IChatClient>(serviceId).AsChatCompletionService(provider)));
        return builder;
    }

    private static IKernelBuilder AddEmbeddings(
        this IKernelBuilder builder, string modelId, string? serviceId, int? dimensions, Func<IServiceProvider, MistralClient> clientOf)
    {
        builder.Services.AddKeyedSingleton(serviceId, (provider, _) =>
        {
            var loggers = provider.GetService<ILoggerFactory>();
            var pipeline = clientOf(provider).AsIEmbeddingGenerator(modelId, dimensions).AsBuilder().UseOpenTelemetry(loggers);
            return (loggers is null ? pipeline : pipeline.UseLogging(loggers)).Build(provider);
        });
#pragma warning disable CS0618, SKEXP0001 // Obsolete, and still what older memory stores and plugins ask for.
        builder.Services.AddKeyedSingleton(serviceId, (provider, _) =>
            provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(serviceId).AsTextEmbeddingGenerationService(provider));
#pragma warning restore CS0618, SKEXP0001
        return builder;
    }

    /// <summary>The caller's client, or the one that all share.</summary>
    private static Func<IServiceProvider, MistralClient> ClientOrShared(this IServiceCollection services, MistralClient? client)
    {
        if (client is not null)
            return _ => client;

        if (!services.Any(static service => service.ServiceType == typeof(MistralClient) && !service.IsKeyedService))
            services.AddMistralClient();
        return static provider => provider.GetRequiredService<MistralClient>();
    }

    /// <summary>A client among the services that nobody else gets, and that ends with them.</summary>
    private static Func<IServiceProvider, MistralClient> AddClient(
        this IServiceCollection services, string apiKey, Uri? endpoint, HttpClient? httpClient)
    {
        if (string.IsNullOrWhiteSpace(apiKey))
            throw new ArgumentException("The key is empty. Leave it out to have it read from MISTRAL_API_KEY.", nameof(apiKey));

        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) =>
        {
            var options = new MistralClientOptions { ApiKey = apiKey, LoggerFactory = provider.GetService<ILoggerFactory>() };
            if (endpoint is not null)
                options.Endpoint = endpoint;
            return httpClient is null ? new MistralClient(options) : new MistralClient(httpClient, options);
        });
        return provider => provider.GetRequiredKeyedService<MistralClient>(key);
    }

    private static IServiceCollection ServicesOf(IKernelBuilder builder, string modelId, string example)
    {
        if (builder is null)
            throw new ArgumentNullException(nameof(builder));
        if (string.IsNullOrWhiteSpace(modelId))
            throw new ArgumentException($"No model is named. Name one, e.g. \"{example}\".", nameof(modelId));

        return builder.Services;
    }
}
