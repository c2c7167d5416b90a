using System.Reflection;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.RateLimits;

namespace Mistral.Extensions.AI;

/// <summary>Validates options, and creates the settings of a connection from them.</summary>
internal static class ConnectionSettingsFactory
{
    private static readonly string UserAgent =
        $"Mistral.Extensions.AI/{GetVersion(typeof(MistralClient))} MEAI/{GetVersion(typeof(IChatClient))}";

    /// <summary>Creates the settings of a client.</summary>
    /// <param name="options">The options.</param>
    /// <param name="httpClient">The HTTP client of the caller or of the service provider; null if the client creates its own.</param>
    /// <param name="hasHandlers">Whether the pipeline of the HTTP client has the handlers of the library.</param>
    /// <exception cref="ArgumentException">An option is invalid, or no API key was found.</exception>
    internal static ConnectionSettings Create(MistralClientOptions options, HttpClient? httpClient, bool hasHandlers)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));

        var errors = MistralClientOptionsValidator.Validate(options, httpClient);
        if (errors.Count > 0)
            throw new ArgumentException(string.Join(" ", errors.Select(error => error.Message)), errors[0].Parameter);

        var endpoint = MistralClientOptionsValidator.GetEndpoint(options, httpClient);
        var logger = Log.CreateLogger(options.LoggerFactory);
        var hasAuthorization = MistralClientOptionsValidator.HasAuthorization(httpClient);
        return new(
            options.Host.GetBaseAddress(endpoint), ApiKeyResolver.Resolve(options, endpoint, hasAuthorization, logger), options.Timeout,
            options.StreamIdleTimeout, options.MaxResponseSize, options.TimeProvider, UserAgent, logger,
            CreateRateLimit(options, hasHandlers))
        {
            Host = options.Host,
            ConfigureRequest = options.ConfigureRequest,
            OnResponse = options.OnResponse,
            OnStreamEvent = options.OnStreamEvent,
            AllowInsecureHttp = options.AllowInsecureHttp,
            HasHandlers = hasHandlers,
        };
    }

    /// <summary>Creates the settings of a client that shares its HTTP client with another one.</summary>
    /// <param name="options">The options; without an API key, that of the other client is used.</param>
    /// <param name="original">The options of the other client.</param>
    /// <param name="shared">The settings of the other client.</param>
    /// <param name="httpClient">The HTTP client.</param>
    /// <exception cref="ArgumentException">An option is invalid, or no API key was found.</exception>
    internal static ConnectionSettings CreateShared(
        MistralClientOptions options, MistralClientOptions original, ConnectionSettings shared, HttpClient httpClient)
    {
        if (ValidateShared(options, original) is { Length: > 0 } invalidValues)
            throw new ArgumentException(invalidValues);

        var logger = options.LoggerFactory == original.LoggerFactory ? shared.Logger : Log.CreateLogger(options.LoggerFactory);
        var isSameHost = EndpointFormat.HaveSameHost(options.Endpoint, shared.Endpoint);
        var credential = shared.Credential;
        if (HasKey(options) || !isSameHost)
        {
            var hasAuthorization = MistralClientOptionsValidator.HasAuthorization(httpClient);
            if (ValidateKey(options, hasAuthorization) is { } invalidKey)
                throw new ArgumentException(invalidKey);

            credential = ApiKeyResolver.Resolve(options, options.Endpoint, hasAuthorization, logger);
        }

        return shared with
        {
            Host = options.Host,
            Endpoint = options.Endpoint == shared.Endpoint ? shared.Endpoint : options.Host.GetBaseAddress(options.Endpoint),
            Credential = credential,
            Timeout = options.Timeout,
            StreamIdleTimeout = options.StreamIdleTimeout,
            MaxResponseSize = options.MaxResponseSize,
            Logger = logger,
            RateLimit = CreateRateLimit(options, shared.HasHandlers),
            ConfigureRequest = options.ConfigureRequest,
            OnResponse = options.OnResponse,
            OnStreamEvent = options.OnStreamEvent,
            AllowInsecureHttp = options.AllowInsecureHttp,
        };
    }

    // Without the handlers of the library, a lease is acquired for each call instead of each attempt.
    private static RateLimitSettings? CreateRateLimit(MistralClientOptions options, bool hasHandlers) =>
        options.RateLimiter is { } limiter ? new(limiter, options.RateLimiterPermits, PerAttempt: hasHandlers) : null;

    private static bool HasKey(MistralClientOptions options) =>
        options.ApiKey is not null || options.ApiKeyProvider is not null || options.ServiceAccountTokenPath is not null;

    private static string ValidateShared(MistralClientOptions options, MistralClientOptions original)
    {
        var errors = MistralClientOptionsValidator.ValidateValues(options).ToList();
        if (options.MaxRetries != original.MaxRetries)
            errors.Add("MaxRetries cannot be changed, because the clients share the HttpClient that retries. Create a new MistralClient.");
        if (options.Endpoint is not null && EndpointFormat.Validate(options.Endpoint, "Endpoint", options.AllowInsecureHttp) is { } error)
            errors.Add(error);
        return string.Join(" ", errors);
    }

    private static string? ValidateKey(MistralClientOptions options, bool hasAuthorization) => hasAuthorization && !HasKey(options)
        ? $"The HttpClient adds its Authorization header to each request, also to those to {options.Endpoint.Host}. "
            + "Set ApiKey to a key for that host, or remove the header from the HttpClient."
        : ApiKeyResolver.Validate(options, options.Endpoint, hasAuthorization);

    private static string GetVersion(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
