using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Hosting;

// The namespace of the extended type, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.Hosting;
#pragma warning restore IDE0130

/// <summary>Extension methods that add Mistral clients to an <see cref="IHostApplicationBuilder"/>.</summary>
public static class MistralHostApplicationBuilderExtensions
{
    private const string SectionName = "Mistral";

    /// <summary>
    /// Adds a singleton <see cref="MistralClient"/> with the settings of a connection string and of the configuration section
    /// <c>Mistral</c>, a health check, and the sources of tracing and metrics.
    /// </summary>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="connectionName">
    /// The name of the connection string, which has the format <c>Endpoint=https://api.mistral.ai/v1;Key=...;Model=...</c>. It is optional:
    /// the keys can be in the configuration section as <c>Endpoint</c>, <c>ApiKey</c> and <c>Model</c>.
    /// </param>
    /// <param name="configureSettings">Configures the settings after they were read from the configuration.</param>
    /// <param name="configureOptions">Configures the options of the client after they were read from the configuration.</param>
    /// <returns>A builder that adds chat clients and embedding generators.</returns>
    /// <exception cref="ArgumentException"><paramref name="connectionName"/> is null, empty or white space.</exception>
    /// <remarks>
    /// The connection string overrides the section <c>Mistral:{connectionName}</c>, which overrides the section <c>Mistral</c>. If the
    /// options are invalid, the host does not start. If no API key is configured, it is read from the environment variables
    /// that <see cref="MistralClientOptions.ApiKey"/> describes.
    /// </remarks>
    public static MistralClientBuilder AddMistralClient(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<MistralClientSettings>? configureSettings = null,
        Action<MistralClientOptions>? configureOptions = null) =>
        AddClient(builder, connectionName, null, configureSettings, configureOptions);

    /// <summary>
    /// Adds a keyed singleton <see cref="MistralClient"/> with the settings of a connection string and of the configuration section
    /// <c>Mistral</c>, a health check, and the sources of tracing and metrics.
    /// </summary>
    /// <param name="builder">The builder of the host.</param>
    /// <param name="name">The service key of the client, and the name of its connection string.</param>
    /// <param name="configureSettings">Configures the settings after they were read from the configuration.</param>
    /// <param name="configureOptions">Configures the options of the client after they were read from the configuration.</param>
    /// <returns>A builder that adds chat clients and embedding generators.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty or white space.</exception>
    /// <remarks><inheritdoc cref="AddMistralClient" path="/remarks"/></remarks>
    public static MistralClientBuilder AddKeyedMistralClient(
        this IHostApplicationBuilder builder,
        string name,
        Action<MistralClientSettings>? configureSettings = null,
        Action<MistralClientOptions>? configureOptions = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return AddClient(builder, name, name, configureSettings, configureOptions);
    }

    private static MistralClientBuilder AddClient(
        IHostApplicationBuilder builder,
        string connectionName,
        string? serviceKey,
        Action<MistralClientSettings>? configureSettings,
        Action<MistralClientOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);

        var section = builder.Configuration.GetSection(SectionName);
        var connectionString = builder.Configuration.GetSection($"ConnectionStrings:{connectionName}");
        var settings = new MistralClientSettings();
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.Model = ConnectionStringModel.Read(connectionString.Value) ?? settings.Model;
        configureSettings?.Invoke(settings);

        AddClient(builder.Services, serviceKey, section, null);
        AddClient(builder.Services, serviceKey, section.GetSection(connectionName), null);
        var http = AddClient(builder.Services, serviceKey, connectionString, configureOptions);
        if (!settings.DisableHealthChecks)
            builder.Services.AddHealthChecks().AddMistral(serviceKey is null ? "mistral" : $"mistral-{serviceKey}", serviceKey);
        Telemetry.Add(builder.Services, settings);
        return new(builder, connectionName, serviceKey, settings.Model, http);
    }

    private static IHttpClientBuilder AddClient(
        IServiceCollection services, string? serviceKey, IConfigurationSection section, Action<MistralClientOptions>? configure) =>
        serviceKey is null
            ? services.AddMistralClient(section, configure)
            : services.AddKeyedMistralClient(serviceKey, section, configure);
}
