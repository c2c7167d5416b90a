using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.DependencyInjection;

/// <summary>A client of a service collection: its service key, and the names of its options and of its <see cref="HttpClient"/>.</summary>
internal sealed class ClientRegistration
{
    /// <summary>The number of actions that configure the <see cref="HttpClient"/> before those of the caller.</summary>
    internal const int HttpClientActionCount = 1;

    private const string HttpClientPrefix = "Mistral.Extensions.AI";

    private ClientRegistration(object? serviceKey, string optionsName) => (ServiceKey, OptionsName) = (serviceKey, optionsName);

    /// <summary>The service key, or null for the client without a key.</summary>
    internal object? ServiceKey { get; }

    /// <summary>The name of the options: the service key if it is a string, or the default name for the client without a key.</summary>
    internal string OptionsName { get; }

    internal string HttpClientName => OptionsName.Length == 0 ? HttpClientPrefix : $"{HttpClientPrefix}:{OptionsName}";

    /// <summary>The configuration sections to which the options are bound.</summary>
    internal List<OptionsSection> Sections { get; } = [];

    /// <summary>Determines whether a <see cref="MistralClient"/> with this key is registered, by this library or by the caller.</summary>
    internal static bool IsClientRegistered(IServiceCollection services, object? serviceKey) => services.Any(service =>
        service.ServiceType == typeof(MistralClient) && Equals(service.IsKeyedService ? service.ServiceKey : null, serviceKey));

    /// <summary>Gets the registration with this key, and adds it to the service collection if it is new.</summary>
    internal static ClientRegistration GetOrAdd(IServiceCollection services, object? serviceKey)
    {
        var registrations = services.Where(service => !service.IsKeyedService)
            .Select(service => service.ImplementationInstance).OfType<ClientRegistration>().ToList();
        if (registrations.Find(existing => Equals(existing.ServiceKey, serviceKey)) is { } found)
            return found;

        // Different keys that are not strings may have the same text.
        var name = serviceKey is null ? Options.DefaultName
            : serviceKey is string { Length: > 0 } text ? text
            : $"{serviceKey}#{registrations.Count}";
        var registration = new ClientRegistration(serviceKey, name);
        registration.AddTo(services);
        return registration;
    }

    /// <summary>Gets the section for a part of the configuration, and adds it if it is new.</summary>
    internal OptionsSection AddSection(IConfiguration configuration)
    {
        var section = new OptionsSection(configuration);
        if (!Sections.Exists(existing => existing.Path == section.Path))
            Sections.Add(section);
        return section;
    }

    /// <summary>Gets a service with a key, or without one if the key is null.</summary>
    // Some containers do not support keyed services, also with a null key.
    internal static T GetRequiredService<T>(IServiceProvider provider, object? serviceKey)
        where T : notnull =>
        serviceKey is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(serviceKey);

    /// <summary>Creates the client with the options and the <see cref="HttpClient"/> of the service provider.</summary>
    /// <exception cref="OptionsValidationException">An option is invalid, or no API key was found.</exception>
    internal MistralClient CreateClient(IServiceProvider provider)
    {
        var monitor = provider.GetRequiredService<IOptionsMonitor<MistralClientOptions>>();
        var options = monitor.Get(OptionsName);
        var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName);
        var errors = MistralClientOptionsValidator.Validate(options, http).Select(error => error.Message).ToList();
        if (errors.Count > 0)
            throw new OptionsValidationException(OptionsName, typeof(MistralClientOptions), RegistrationErrors.Describe(this, errors));

        if (options.RegisteredValues?.UnknownKeys is { Count: > 0 } unknown)
            Log.UnknownConfigurationKeys(Log.CreateLogger(options.LoggerFactory), string.Join(", ", unknown));
        KeyReload.Start(monitor, OptionsName, options);
        return MistralClient.CreateForPipeline(http, options);
    }

    // The client is created instead of validating the options only: the base address or the authorization may be set on its HttpClient.
    private bool ValidateClient(IServiceProvider provider)
    {
        // No service can be resolved with this key: each key that is not registered gets a client of its own.
        if (Equals(ServiceKey, KeyedService.AnyKey))
            CreateClient(provider).Dispose();
        else
            GetRequiredService<MistralClient>(provider, ServiceKey);
        return true;
    }

    private void AddTo(IServiceCollection services)
    {
        services.AddSingleton(this);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MistralClientOptions>, RegisteredOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HttpClientFactoryOptions>, HttpPipelineSetup>());
        services.AddOptions<MistralClientOptions>(OptionsName).PostConfigure<IServiceProvider>(
            static (client, provider) => client.LoggerFactory ??= provider.GetService<ILoggerFactory>());
        services.AddSingleton<IOptionsChangeTokenSource<MistralClientOptions>>(provider => new OptionsReload(
            this, provider.GetRequiredService<IOptionsFactory<MistralClientOptions>>(), provider.GetService<ILoggerFactory>()));
        services.TryAddKeyedSingleton(ServiceKey, (provider, _) => CreateClient(provider));

        services.AddOptions<StartupValidation>(OptionsName).Validate<IServiceProvider>((_, provider) => ValidateClient(provider));

        services.AddHttpClient(HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(HttpPipeline.CreateTransport)
            .ConfigureHttpClient(static http => http.Timeout = Timeout.InfiniteTimeSpan)
            // The factory logs headers at Trace level, and a gateway may expect its key in a header of another name.
            .RedactLoggedHeaders(static _ => true)
            // The singleton keeps its handler. The transport renews its connections instead.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Options without properties, whose validation creates the client when the host starts.</summary>
    internal sealed class StartupValidation;
}
