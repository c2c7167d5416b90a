using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.DependencyInjection;

// The namespace of the extended type, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <content>Chat clients and embedding generators.</content>
public static partial class MistralServiceCollectionExtensions
{
    /// <summary>
    /// Adds a singleton <see cref="IChatClient"/> for a Mistral model, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-small-latest</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    /// <remarks>
    /// To add middleware (<c>UseFunctionInvocation</c>, <c>UseOpenTelemetry</c>), use
    /// <c>services.AddChatClient(sp => sp.GetRequiredService&lt;MistralClient&gt;().AsIChatClient(modelId))</c> instead.
    /// </remarks>
    public static IServiceCollection AddMistralChatClient(this IServiceCollection services, string modelId) =>
        services.AddModel(null, modelId, "mistral-small-latest", client => client.AsIChatClient(modelId));

    /// <summary>Adds a keyed singleton <see cref="IChatClient"/> for a Mistral model.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">
    /// The service key. The chat client uses the <see cref="MistralClient"/> with the same key, or the one without a key if there is none.
    /// </param>
    /// <param name="modelId">The model ID, such as <c>mistral-small-latest</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IServiceCollection AddKeyedMistralChatClient(this IServiceCollection services, object serviceKey, string modelId) =>
        services.AddModel(
            serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)),
            modelId,
            "mistral-small-latest",
            client => client.AsIChatClient(modelId));

    /// <summary>
    /// Adds a singleton <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for a Mistral model, also as the non-generic
    /// <see cref="IEmbeddingGenerator"/>, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-embed</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IServiceCollection AddMistralEmbeddingGenerator(this IServiceCollection services, string modelId) =>
        services.AddEmbeddingModel(null, modelId);

    /// <summary>
    /// Adds a keyed singleton <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for a Mistral model, also as the non-generic
    /// <see cref="IEmbeddingGenerator"/>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">
    /// The service key. The generator uses the <see cref="MistralClient"/> with the same key, or the one without a key if there is none.
    /// </param>
    /// <param name="modelId">The model ID, such as <c>mistral-embed</c>.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IServiceCollection AddKeyedMistralEmbeddingGenerator(
        this IServiceCollection services, object serviceKey, string modelId) =>
        services.AddEmbeddingModel(serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)), modelId);

    private static IServiceCollection AddEmbeddingModel(this IServiceCollection services, object? serviceKey, string modelId)
    {
        services.AddModel(serviceKey, modelId, "mistral-embed", client => client.AsIEmbeddingGenerator(modelId));
        return services.AddKeyedSingleton<IEmbeddingGenerator>(serviceKey, (provider, _) =>
            ClientRegistration.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(provider, serviceKey));
    }

    // A null key registers a service without a key.
    private static IServiceCollection AddModel<TService>(
        this IServiceCollection services, object? serviceKey, string modelId, string example, Func<MistralClient, TService> create)
        where TService : class
    {
        if (string.IsNullOrWhiteSpace(modelId))
            throw new ArgumentException($"No model was specified. Pass one, such as \"{example}\".", nameof(modelId));
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        // If the caller has registered a client, the options are not used and must not be validated at startup.
        if (!ClientRegistration.IsClientRegistered(services, null))
        {
            if (serviceKey is null)
                services.AddMistralClient();
            // Used only if no client with the key is registered, also later, so it is not validated at startup.
            else if (!ClientRegistration.IsClientRegistered(services, serviceKey))
                ClientRegistration.GetOrAdd(services, null);
        }

        return services.AddKeyedSingleton(serviceKey, (provider, _) => create(
            (serviceKey is null ? null : provider.GetKeyedService<MistralClient>(serviceKey))
            ?? provider.GetRequiredService<MistralClient>()));
    }
}
