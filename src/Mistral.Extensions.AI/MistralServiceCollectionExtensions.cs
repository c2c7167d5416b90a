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

// The namespace of the extended type, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Extension methods that add Mistral clients to an <see cref="IServiceCollection"/>.</summary>
public static class MistralServiceCollectionExtensions
{
    private const string HttpClientName = "Mistral.Extensions.AI";

    /// <summary>Adds a singleton <see cref="MistralClient"/> whose <see cref="HttpClient"/> comes from <c>IHttpClientFactory</c>.</summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="configure">
    /// Configures the options. If no API key is set, it is read from the environment variable <c>MISTRAL_API_KEY</c>.
    /// </param>
    /// <returns>
    /// The builder of the HTTP client. Transient failures are retried (<see cref="MistralClientOptions.MaxRetries"/>), unless a resilience
    /// handler is added to the builder: then only that handler retries.
    /// </returns>
    /// <remarks>
    /// Invalid options throw an <see cref="OptionsValidationException"/> when the host starts, or at first use if there is no host.
    /// </remarks>
    public static IHttpClientBuilder AddMistralClient(this IServiceCollection services, Action<MistralClientOptions>? configure = null)
    {
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        var options = services.AddOptions<MistralClientOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        options.PostConfigure<IServiceProvider>(
            static (client, provider) => client.LoggerFactory ??= provider.GetService<ILoggerFactory>());

        var builder = services.AddHttpClient(HttpClientName);
        // Configured only once: a second call would overwrite changes that the caller made to the pipeline after the first one.
        if (services.Any(static service => service.ImplementationType == typeof(RetryHandlerSetup)))
            return builder;

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MistralClientOptions>, MistralClientOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, RetryHandlerSetup>());
        services.TryAddSingleton(static provider => new MistralClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<MistralClientOptions>>().Value));

        return builder
            .ConfigurePrimaryHttpMessageHandler(HttpPipeline.CreateTransport)
            .ConfigureHttpClient(static http => http.Timeout = Timeout.InfiniteTimeSpan)
            // The factory logs headers at Trace level, and a gateway may expect its key in a header of another name.
            .RedactLoggedHeaders(static _ => true)
            // The singleton keeps its handler. SocketsHttpHandler.PooledConnectionLifetime renews the connections instead.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds a singleton <see cref="MistralClient"/> with options from the configuration.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configuration">
    /// A section with the properties of <see cref="MistralClientOptions"/>, such as <c>GetSection("Mistral")</c>.
    /// </param>
    /// <param name="configure">Configures the options after the configuration was bound.</param>
    /// <returns>The builder of the HTTP client.</returns>
    public static IHttpClientBuilder AddMistralClient(
        this IServiceCollection services, IConfiguration configuration, Action<MistralClientOptions>? configure = null)
    {
        if (configuration is null)
            throw new ArgumentNullException(nameof(configuration));

        services.AddOptions<MistralClientOptions>().Bind(configuration);
        return services.AddMistralClient(configure);
    }

    /// <summary>
    /// Adds a singleton <see cref="IChatClient"/> for a Mistral model, and a <see cref="MistralClient"/> if none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-small-latest</c>.</param>
    /// <param name="serviceKey">The service key of the registration, or null for a registration without a key.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    /// <remarks>
    /// To add middleware (<c>UseFunctionInvocation</c>, <c>UseOpenTelemetry</c>), use
    /// <c>services.AddChatClient(sp => sp.GetRequiredService&lt;MistralClient&gt;().AsIChatClient(modelId))</c> instead.
    /// </remarks>
    public static IServiceCollection AddMistralChatClient(this IServiceCollection services, string modelId, object? serviceKey = null) =>
        services.AddModel(modelId, "mistral-small-latest", serviceKey, client => client.AsIChatClient(modelId));

    /// <summary>
    /// Adds a singleton <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> for a Mistral model, and a <see cref="MistralClient"/> if
    /// none is registered.
    /// </summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="modelId">The model ID, such as <c>mistral-embed</c>.</param>
    /// <param name="serviceKey">The service key of the registration, or null for a registration without a key.</param>
    /// <returns>The service collection.</returns>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IServiceCollection AddMistralEmbeddingGenerator(
        this IServiceCollection services, string modelId, object? serviceKey = null) =>
        services.AddModel(modelId, "mistral-embed", serviceKey, client => client.AsIEmbeddingGenerator(modelId));

    private static IServiceCollection AddModel<TService>(
        this IServiceCollection services, string modelId, string example, object? serviceKey, Func<MistralClient, TService> create)
        where TService : class
    {
        if (string.IsNullOrWhiteSpace(modelId))
            throw new ArgumentException($"No model was specified. Pass one, such as \"{example}\".", nameof(modelId));
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        // If the caller has registered a client, the options are not used and must not be validated at startup.
        if (!services.Any(static service => service.ServiceType == typeof(MistralClient) && !service.IsKeyedService))
            services.AddMistralClient();
        // A null key registers a service without a key.
        return services.AddKeyedSingleton(serviceKey, (provider, _) => create(provider.GetRequiredService<MistralClient>()));
    }

    /// <summary>
    /// Adds the retry handler to the pipeline after the caller's configuration, unless the caller has added a resilience handler.
    /// </summary>
    [SuppressMessage("Performance", "CA1812", Justification = "Created by the service provider.")]
    private sealed class RetryHandlerSetup(IOptions<MistralClientOptions> clientOptions) : IPostConfigureOptions<HttpClientFactoryOptions>
    {
        public void PostConfigure(string? name, HttpClientFactoryOptions options)
        {
            if (name == HttpClientName)
                options.HttpMessageHandlerBuilderActions.Add(AddRetryHandler);
        }

        private void AddRetryHandler(HttpMessageHandlerBuilder builder)
        {
            var client = clientOptions.Value;
            if (client.MaxRetries == 0 || builder.AdditionalHandlers.Append(builder.PrimaryHandler).Any(ResilienceHandlers.Contains))
                return;

            var logger = Log.CreateLogger(client.LoggerFactory);
            // The retry handler is the outermost one. The counter is the innermost one: it detects unknown handlers that repeat requests.
            builder.AdditionalHandlers.Insert(0, new RetryHandler(client.MaxRetries, client.TimeProvider, logger));
            builder.AdditionalHandlers.Add(new SendCounter());
        }
    }
}
