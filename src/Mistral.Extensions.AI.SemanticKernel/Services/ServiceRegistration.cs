using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Embeddings;
using Microsoft.SemanticKernel.TextGeneration;

namespace Mistral.Extensions.AI.SemanticKernel.Services;

/// <summary>Registers the services of a model, each under the service ID as its key.</summary>
internal static class ServiceRegistration
{
    internal static IServiceCollection AddChatServices(
        this IServiceCollection services, string modelId, string? serviceId, Func<IServiceProvider, MistralClient> clientFactory)
    {
        // A unique key: without service IDs, the services of several models have the same key, and the last one would replace the others.
        var registration = new object();
        services.AddKeyedSingleton(registration, (provider, _) => new MistralChatCompletionService(
            modelId, clientFactory(provider), provider.GetService<ILoggerFactory>(), provider));
        services.AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) => GetService(provider));
        services.AddKeyedSingleton<ITextGenerationService>(serviceId, (provider, _) => GetService(provider));
        return services.AddKeyedSingleton(serviceId, (provider, _) => GetService(provider).ChatClient);

        MistralChatCompletionService GetService(IServiceProvider provider) =>
            provider.GetRequiredKeyedService<MistralChatCompletionService>(registration);
    }

    internal static IServiceCollection AddEmbeddingServices(
        this IServiceCollection services,
        string modelId,
        string? serviceId,
        int? dimensions,
        Func<IServiceProvider, MistralClient> clientFactory)
    {
        services.AddKeyedSingleton(serviceId, (provider, _) =>
        {
            var loggerFactory = provider.GetService<ILoggerFactory>();
            var pipeline = clientFactory(provider).AsIEmbeddingGenerator(modelId, dimensions).AsBuilder().UseOpenTelemetry(loggerFactory);
            return (loggerFactory is null ? pipeline : pipeline.UseLogging(loggerFactory)).Build(provider);
        });
#pragma warning disable CS0618, SKEXP0001 // Obsolete, but older memory stores and plugins require it.
        services.AddKeyedSingleton(serviceId, (provider, _) => provider
            .GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(serviceId)
            .AsTextEmbeddingGenerationService(provider));
#pragma warning restore CS0618, SKEXP0001
        return services;
    }

    /// <summary>
    /// Gets a factory that returns the caller's client, or the <see cref="MistralClient"/> with the service ID as its key, or else the one
    /// without a key, which is added if there is none.
    /// </summary>
    internal static Func<IServiceProvider, MistralClient> GetClientFactory(
        this IServiceCollection services, MistralClient? client, string? serviceId)
    {
        if (client is not null)
            return _ => client;

        if (!services.Any(service => service.ServiceType == typeof(MistralClient)
            && (!service.IsKeyedService || Equals(service.ServiceKey, serviceId))))
        {
            services.AddMistralClient();
        }

        return provider => (serviceId is null ? null : provider.GetKeyedService<MistralClient>(serviceId))
            ?? provider.GetRequiredService<MistralClient>();
    }

    /// <summary>
    /// Adds a client that only this model uses and that the service provider disposes, and gets a factory that returns it.
    /// </summary>
    internal static Func<IServiceProvider, MistralClient> AddClient(
        this IServiceCollection services, string apiKey, Uri? endpoint, HttpClient? httpClient)
    {
        ModelClient.ThrowIfNoApiKey(apiKey);
        var registration = new object();
        services.AddKeyedSingleton(registration, (provider, _) =>
            ModelClient.Create(apiKey, endpoint, httpClient, provider.GetService<ILoggerFactory>()));
        return provider => provider.GetRequiredKeyedService<MistralClient>(registration);
    }
}
