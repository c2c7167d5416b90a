using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Credentials;
using Mistral.Extensions.AI.Http.Hosts;

namespace Mistral.Extensions.AI;

/// <summary>
/// Finds the API key: first in the options, then in the service-account token file and the API key of the environment variables, which are
/// used only for Mistral's own hosts.
/// </summary>
internal static class ApiKeyResolver
{
    /// <summary>The beginning of the error if there is no API key.</summary>
    internal const string MissingKey = "No API key was found. Set ApiKey";

    private const string TokenPathVariable = "MISTRAL_SA_TOKEN_PATH";

    private const string DefaultVariable = "MISTRAL_API_KEY";

    private const string CodestralVariable = "CODESTRAL_API_KEY";

    /// <summary>Gets the source of the API key for an endpoint, or null if no key is sent.</summary>
    /// <param name="options">The validated options.</param>
    /// <param name="endpoint">The endpoint of the API.</param>
    /// <param name="hasAuthorization">Whether the caller's <see cref="HttpClient"/> already adds an <c>Authorization</c> header.</param>
    /// <param name="logger">The logger.</param>
    internal static Credential? Resolve(MistralClientOptions options, Uri endpoint, bool hasAuthorization, ILogger logger)
    {
        if (options.ApiKey is { } apiKey)
            return options.ReloadedKey ?? (Credential)new FixedKey(apiKey);
        if (options.ApiKeyProvider is { } provider)
            return new KeyProvider(provider);
        if (options.ServiceAccountTokenPath is { } path)
            return new TokenFile(path, nameof(options.ServiceAccountTokenPath), options.TimeProvider, logger);
        if (!IsKeyRequired(endpoint, hasAuthorization))
            return null;

        return GetTokenPath(endpoint) is { } environmentPath
            ? new TokenFile(environmentPath, TokenPathVariable, options.TimeProvider, logger)
            : new FixedKey(ReadVariable(GetVariable(endpoint))!);
    }

    /// <summary>
    /// Gets the error of the API key for an endpoint, or null if a valid key was found or none is required. An empty path of a token file
    /// is reported with the other values.
    /// </summary>
    internal static string? Validate(MistralClientOptions options, Uri endpoint, bool hasAuthorization)
    {
        if (options.ServiceAccountTokenPath is { } path)
            return string.IsNullOrWhiteSpace(path) ? null : TokenFile.Validate(path, nameof(options.ServiceAccountTokenPath));
        if (options.ApiKey is not null || options.ApiKeyProvider is not null || hasAuthorization || !options.Host.RequiresKey(endpoint))
            return null;
        if (!MistralHost.Instance.RequiresKey(endpoint))
            return $"{MissingKey} or ApiKeyProvider: the environment variables are only for hosts of mistral.ai.";
        if (GetTokenPath(endpoint) is { } environmentPath)
            return TokenFile.Validate(environmentPath, TokenPathVariable);

        var variable = GetVariable(endpoint);
        return ReadVariable(variable) is { } key
            ? ApiKeyFormat.Validate(key, $"The environment variable {variable}")
            : $"{MissingKey} or the environment variable {DescribeVariables(variable)}.";
    }

    /// <summary>Creates options for <c>api.mistral.ai</c> with the API key of the environment variables.</summary>
    /// <exception cref="InvalidOperationException">No API key was found, or it is invalid.</exception>
    internal static MistralClientOptions CreateDefaultOptions()
    {
        if (GetTokenPath(MistralClientOptions.DefaultEndpoint) is null && ReadVariable(DefaultVariable) is null)
        {
            throw new InvalidOperationException(
                $"No API key was found: the environment variable {DefaultVariable} is not set. Set it, or set {TokenPathVariable} to the "
                    + "path of a file with a service-account token, or use new MistralClient(apiKey).");
        }

        var options = new MistralClientOptions();
        return Validate(options, options.Endpoint, hasAuthorization: false) is { } error
            ? throw new InvalidOperationException(error)
            : options;
    }

    private static bool IsKeyRequired(Uri endpoint, bool hasAuthorization) =>
        !hasAuthorization && MistralHost.Instance.RequiresKey(endpoint);

    // api.mistral.ai and codestral.mistral.ai reject each other's keys with status 401.
    private static bool IsCodestral(Uri endpoint) => endpoint.Host is "codestral.mistral.ai";

    private static string GetVariable(Uri endpoint) => IsCodestral(endpoint) ? CodestralVariable : DefaultVariable;

    private static string DescribeVariables(string variable) => variable == DefaultVariable
        ? $"{variable}, or {TokenPathVariable} to the path of a service-account token file"
        : variable;

    private static string? GetTokenPath(Uri endpoint) => IsCodestral(endpoint) ? null : ReadVariable(TokenPathVariable);

    // White space around the value is removed; an empty value counts as not set.
    private static string? ReadVariable(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value ? value : null;
}
