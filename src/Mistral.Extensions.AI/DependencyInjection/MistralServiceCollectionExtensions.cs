using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.DependencyInjection;

// The namespace of the extended type, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Extension methods that add Mistral clients to an <see cref="IServiceCollection"/>.</summary>
public static partial class MistralServiceCollectionExtensions
{
    /// <summary>Adds a singleton <see cref="MistralClient"/> whose <see cref="HttpClient"/> comes from <c>IHttpClientFactory</c>.</summary>
    /// <param name="services">The service collection, for example <c>IKernelBuilder.Services</c> of Semantic Kernel.</param>
    /// <param name="configure">
    /// Configures the options. If no API key is set, it is read from the environment variables that
    /// <see cref="MistralClientOptions.ApiKey"/> describes, unless the <see cref="HttpClient"/> is configured with an <c>Authorization</c>
    /// header.
    /// </param>
    /// <returns>
    /// The builder of the HTTP client. Transient failures are retried (<see cref="MistralClientOptions.MaxRetries"/>), unless a resilience
    /// handler is added to the builder: then only that handler retries.
    /// </returns>
    /// <remarks>
    /// Invalid options throw an <see cref="OptionsValidationException"/> when the host starts. Without a host, they throw when the client
    /// is resolved. A second call adds options to the same client. A different API key or endpoint is an error, unless it comes from a
    /// section within the section of the first call, or from a connection string. For a second client, use
    /// <see cref="AddKeyedMistralClient(IServiceCollection, object, Action{MistralClientOptions}?)"/>.
    /// </remarks>
    public static IHttpClientBuilder AddMistralClient(this IServiceCollection services, Action<MistralClientOptions>? configure = null) =>
        AddClient(services, null, null, configure);

    /// <summary>Adds a singleton <see cref="MistralClient"/> with options from the configuration.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configuration">
    /// A section with the properties of <see cref="MistralClientOptions"/>, such as <c>GetSection("Mistral")</c>, or a connection string
    /// with the keys <c>Endpoint</c> and <c>Key</c>, such as <c>GetSection("ConnectionStrings:mistral")</c>.
    /// </param>
    /// <param name="configure">Configures the options after the configuration was bound.</param>
    /// <returns>The builder of the HTTP client.</returns>
    /// <remarks><inheritdoc cref="AddMistralClient(IServiceCollection, Action{MistralClientOptions}?)" path="/remarks"/></remarks>
    public static IHttpClientBuilder AddMistralClient(
        this IServiceCollection services, IConfiguration configuration, Action<MistralClientOptions>? configure = null) =>
        AddClient(services, null, configuration ?? throw new ArgumentNullException(nameof(configuration)), configure);

    /// <summary>
    /// Adds a keyed singleton <see cref="MistralClient"/>, with its own options and <see cref="HttpClient"/>, for example for another
    /// API key or endpoint.
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key. If it is a string, it is also the name of the options.</param>
    /// <param name="configure">
    /// Configures the options. If no API key is set, it is read from the environment variables that
    /// <see cref="MistralClientOptions.ApiKey"/> describes, unless the <see cref="HttpClient"/> is configured with an <c>Authorization</c>
    /// header.
    /// </param>
    /// <returns>The builder of the HTTP client.</returns>
    /// <remarks>Invalid options throw an <see cref="OptionsValidationException"/> when the host starts, or at first use.</remarks>
    public static IHttpClientBuilder AddKeyedMistralClient(
        this IServiceCollection services, object serviceKey, Action<MistralClientOptions>? configure = null) =>
        AddClient(services, serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)), null, configure);

    /// <summary>Adds a keyed singleton <see cref="MistralClient"/> with options from the configuration.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key. If it is a string, it is also the name of the options.</param>
    /// <param name="configuration">
    /// A section with the properties of <see cref="MistralClientOptions"/>, or a connection string with the keys <c>Endpoint</c> and
    /// <c>Key</c>.
    /// </param>
    /// <param name="configure">Configures the options after the configuration was bound.</param>
    /// <returns>The builder of the HTTP client.</returns>
    public static IHttpClientBuilder AddKeyedMistralClient(
        this IServiceCollection services,
        object serviceKey,
        IConfiguration configuration,
        Action<MistralClientOptions>? configure = null) =>
        AddClient(
            services,
            serviceKey ?? throw new ArgumentNullException(nameof(serviceKey)),
            configuration ?? throw new ArgumentNullException(nameof(configuration)),
            configure);

    private static IHttpClientBuilder AddClient(
        IServiceCollection services, object? serviceKey, IConfiguration? configuration, Action<MistralClientOptions>? configure)
    {
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        var registration = ClientRegistration.GetOrAdd(services, serviceKey);
        var section = configuration is null ? null : registration.AddSection(configuration);
        services.AddOptions<MistralClientOptions>(registration.OptionsName)
            .Configure(options => RegisteredValues.Apply(options, section, configure));
        services.AddOptions<ClientRegistration.StartupValidation>(registration.OptionsName).ValidateOnStart();
        return services.AddHttpClient(registration.HttpClientName);
    }
}
