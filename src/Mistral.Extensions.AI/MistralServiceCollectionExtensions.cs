using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Retries;

// Where the users of dependency injection look.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Mistral among the services of an application.</summary>
public static class MistralServiceCollectionExtensions
{
    private const string HttpClientName = "Mistral.Extensions.AI";

    /// <summary>Adds a <see cref="MistralClient"/>, one for the whole application, on a pipeline of <c>IHttpClientFactory</c>.</summary>
    /// <param name="services">The services; those of an SK kernel builder too.</param>
    /// <param name="configure">Sets the key and the rest. Without a key, the environment variable <c>MISTRAL_API_KEY</c> holds it.</param>
    /// <returns>
    /// The builder of its pipeline. It retries by itself (<see cref="MistralClientOptions.MaxRetries"/>), unless a resilience handler is
    /// added here, which then does that alone.
    /// </returns>
    /// <remarks>Wrong options are an <see cref="OptionsValidationException"/> when the host starts, or at first use where there is no host.</remarks>
    public static IHttpClientBuilder AddMistralClient(this IServiceCollection services, Action<MistralClientOptions>? configure = null)
    {
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        var options = services.AddOptions<MistralClientOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        options.PostConfigure<IServiceProvider>(static (mistral, provider) => mistral.LoggerFactory ??= provider.GetService<ILoggerFactory>());

        var pipeline = services.AddHttpClient(HttpClientName);
        // Once: a second time would undo what the caller has changed of the pipeline since.
        if (services.Any(static service => service.ImplementationType == typeof(Retries)))
            return pipeline;

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MistralClientOptions>, Validation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, Retries>());
        services.TryAddSingleton(static provider => new MistralClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<MistralClientOptions>>().Value));

        return pipeline
            .ConfigurePrimaryHttpMessageHandler(HttpPipeline.CreateTransport)
            .ConfigureHttpClient(static http => http.Timeout = Timeout.InfiniteTimeSpan)
            // The factory logs headers at Trace level, and keys have other headers too where a gateway stands before Mistral.
            .RedactLoggedHeaders(static _ => true)
            // The client lives as long as the application: connections are renewed at the socket, not by changing handlers.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds a <see cref="MistralClient"/> with options from the configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">A section with the members of <see cref="MistralClientOptions"/>, e.g. <c>GetSection("Mistral")</c>.</param>
    /// <param name="configure">Sets options after the configuration has.</param>
    /// <returns>The builder of its pipeline.</returns>
    public static IHttpClientBuilder AddMistralClient(
        this IServiceCollection services, IConfiguration configuration, Action<MistralClientOptions>? configure = null)
    {
        if (configuration is null)
            throw new ArgumentNullException(nameof(configuration));

        services.AddOptions<MistralClientOptions>().Bind(configuration);
        return services.AddMistralClient(configure);
    }

    /// <summary>Adds an <see cref="IChatClient"/> on a model of Mistral's, and the <see cref="MistralClient"/> if there is none yet.</summary>
    /// <param name="services">The services; those of an SK kernel builder too.</param>
    /// <param name="modelId">The model, e.g. <c>mistral-small-latest</c>.</param>
    /// <param name="serviceKey">Null, or the key to get this one by where there are several.</param>
    /// <returns>The services.</returns>
    /// <remarks>
    /// For a pipeline (<c>UseFunctionInvocation</c>, <c>UseOpenTelemetry</c>, ...) write
    /// <c>services.AddChatClient(sp => sp.GetRequiredService&lt;MistralClient&gt;().AsIChatClient(modelId))</c> instead.
    /// </remarks>
    public static IServiceCollection AddMistralChatClient(this IServiceCollection services, string modelId, object? serviceKey = null) =>
        services.AddModel(modelId, "mistral-small-latest", serviceKey, client => client.AsIChatClient(modelId));

    /// <summary>
    /// Adds an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> on a model of Mistral's, and the <see cref="MistralClient"/> if there is none yet.
    /// </summary>
    /// <param name="services">The services; those of an SK kernel builder too.</param>
    /// <param name="modelId">The model, e.g. <c>mistral-embed</c>.</param>
    /// <param name="serviceKey">Null, or the key to get this one by where there are several.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddMistralEmbeddingGenerator(this IServiceCollection services, string modelId, object? serviceKey = null) =>
        services.AddModel(modelId, "mistral-embed", serviceKey, client => client.AsIEmbeddingGenerator(modelId));

    private static IServiceCollection AddModel<TService>(
        this IServiceCollection services, string modelId, string example, object? serviceKey, Func<MistralClient, TService> create)
        where TService : class
    {
        if (string.IsNullOrWhiteSpace(modelId))
            throw new ArgumentException($"No model is named. Name one, e.g. \"{example}\".", nameof(modelId));
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        // Where the caller has made a client of his own, options that nobody reads must not be found wrong.
        if (!services.Any(static service => service.ServiceType == typeof(MistralClient) && !service.IsKeyedService))
            services.AddMistralClient();
        // With a key that is null it is a service without one.
        return services.AddKeyedSingleton(serviceKey, (provider, _) => create(provider.GetRequiredService<MistralClient>()));
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Created by the container.")]
    private sealed class Validation : IValidateOptions<MistralClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, MistralClientOptions options) =>
            options.Validate() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }

    /// <summary>Adds our retries when everything else has been said: a resilience handler of the caller's takes their place.</summary>
    [SuppressMessage("Performance", "CA1812", Justification = "Created by the container.")]
    private sealed class Retries(IOptions<MistralClientOptions> mistral) : IPostConfigureOptions<HttpClientFactoryOptions>
    {
        public void PostConfigure(string? name, HttpClientFactoryOptions options)
        {
            if (name == HttpClientName)
                options.HttpMessageHandlerBuilderActions.Add(Add);
        }

        private void Add(HttpMessageHandlerBuilder builder)
        {
            if (mistral.Value.MaxRetries == 0 || builder.AdditionalHandlers.Append(builder.PrimaryHandler).Any(ResilienceHandlers.Contains))
                return;

            // Around all others, and one that counts behind them: a handler that nobody knows may repeat requests too.
            builder.AdditionalHandlers.Insert(0, new RetryHandler(mistral.Value.MaxRetries, mistral.Value.TimeProvider, mistral.Value.CreateLogger()));
            builder.AdditionalHandlers.Add(new SendCounter());
        }
    }
}
