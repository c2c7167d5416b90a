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
    internal const string ChatModelExample = "mistral-small-latest";

    internal const string EmbeddingModelExample = "mistral-embed";

    /// <summary>
    /// Adds a singleton <see cref="IChatClient"/> for a Mistral model, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-small-latest</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the chat client uses, or null for the one without a key. If no client with
    /// this key is registered, the host does not start.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    /// <remarks>
    /// To add middleware (<c>UseFunctionInvocation</c>, <c>UseOpenTelemetry</c>), use
    /// <see cref="MistralServiceProviderExtensions.GetMistralChatClient"/> instead:
    /// <c>services.AddChatClient(provider => provider.GetMistralChatClient(modelId))</c>.
    /// </remarks>
    public static IServiceCollection AddMistralChatClient(
        this IServiceCollection services, string modelId, object? clientKey = null) =>
        services.AddModel(null, modelId, ChatModelExample, clientKey, client => client.AsIChatClient(modelId));

    /// <summary>Adds a keyed singleton <see cref="IChatClient"/> for a Mistral model.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-small-latest</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the chat client uses. If no client with this key is registered, the host
    /// does not start. If null, the chat client uses the client with the key <paramref name="serviceKey"/>, or the one without a key if
    /// there is none.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IServiceCollection AddKeyedMistralChatClient(
        this IServiceCollection services, object serviceKey, string modelId, object? clientKey = null) =>
        services.AddModel(
            serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)),
            modelId,
            ChatModelExample,
            clientKey,
            client => client.AsIChatClient(modelId));

    /// <summary>
    /// Adds a singleton <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for a Mistral model, also as the non-generic
    /// <see cref="IEmbeddingGenerator"/>, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-embed</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the generator uses, or null for the one without a key. If no client with
    /// this key is registered, the host does not start.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IServiceCollection AddMistralEmbeddingGenerator(
        this IServiceCollection services, string modelId, object? clientKey = null) =>
        services.AddEmbeddingModel(null, modelId, clientKey);

    /// <summary>
    /// Adds a keyed singleton <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for a Mistral model, also as the non-generic
    /// <see cref="IEmbeddingGenerator"/>.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-embed</c>.</param>
    /// <param name="clientKey">
    /// The service key of the <see cref="MistralClient"/> that the generator uses. If no client with this key is registered, the host does
    /// not start. If null, the generator uses the client with the key <paramref name="serviceKey"/>, or the one without a key if there is
    /// none.
    /// </param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IServiceCollection AddKeyedMistralEmbeddingGenerator(
        this IServiceCollection services, object serviceKey, string modelId, object? clientKey = null) =>
        services.AddEmbeddingModel(serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)), modelId, clientKey);

    internal static void ValidateModelId(string modelId, string example)
    {
        if (string.IsNullOrWhiteSpace(modelId))
            throw new ArgumentException($"No model was specified. Pass one, such as \"{example}\".", nameof(modelId));
    }

    private static IServiceCollection AddEmbeddingModel(
        this IServiceCollection services, object? serviceKey, string modelId, object? clientKey)
    {
        services.AddModel(serviceKey, modelId, EmbeddingModelExample, clientKey, client => client.AsIEmbeddingGenerator(modelId));
        return services.AddKeyedSingleton<IEmbeddingGenerator>(serviceKey, (provider, key) =>
            ClientRegistration.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(provider, key));
    }

    // A null key registers a service without a key.
    private static IServiceCollection AddModel<TService>(
        this IServiceCollection services,
        object? serviceKey,
        string modelId,
        string example,
        object? clientKey,
        Func<MistralClient, TService> create)
        where TService : class
    {
        ValidateModelId(modelId, example);
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        if (clientKey is not null)
        {
            ClientReference.ValidateOnStart(services, clientKey, modelId);
            return services.AddKeyedSingleton(serviceKey, (provider, _) =>
                create(ClientReference.GetClient(provider, clientKey, modelId)));
        }

        AddDefaultClient(services, serviceKey);
        // The key is the requested one, which differs from the registered one if that is KeyedService.AnyKey.
        return services.AddKeyedSingleton(serviceKey, (provider, key) =>
            create(ClientReference.GetDefaultClient(provider, key, modelId)));
    }

    private static void AddDefaultClient(IServiceCollection services, object? serviceKey)
    {
        // If the caller has registered a client, the options are not used and must not be validated at startup.
        if (ClientRegistration.IsClientRegistered(services, null))
            return;

        if (serviceKey is null)
            services.AddMistralClient();
        // Used only if no client with the key is registered, also later, so it is not validated at startup.
        else if (!ClientRegistration.IsClientRegistered(services, serviceKey))
            ClientRegistration.GetOrAdd(services, null);
    }
}
