namespace Mistral.Extensions.AI;

/// <summary>Resolves the API key from the options and the environment variables.</summary>
internal static class ApiKeyResolver
{
    private const string DefaultVariable = "MISTRAL_API_KEY";

    private const string CodestralVariable = "CODESTRAL_API_KEY";

    /// <summary>Gets the API key to send to an endpoint, or null if no key is sent.</summary>
    /// <param name="apiKey">The API key of the options. It takes precedence over the environment variable.</param>
    /// <param name="endpoint">The endpoint of the API.</param>
    /// <param name="hasAuthorization">Whether the caller's <see cref="HttpClient"/> already adds an <c>Authorization</c> header.</param>
    internal static string? Resolve(string? apiKey, Uri endpoint, bool hasAuthorization) =>
        apiKey ?? (IsKeyRequired(endpoint, hasAuthorization) ? ReadVariable(GetVariable(endpoint)) : null);

    /// <summary>Determines whether requests need an API key. The key of the environment is sent only to Mistral's own hosts.</summary>
    internal static bool IsKeyRequired(Uri endpoint, bool hasAuthorization) => !hasAuthorization && IsMistralHost(endpoint.Host);

    /// <summary>Gets the name of the environment variable for an endpoint.</summary>
    // api.mistral.ai and codestral.mistral.ai reject each other's keys with status 401.
    internal static string GetVariable(Uri endpoint) => endpoint.Host is "codestral.mistral.ai" ? CodestralVariable : DefaultVariable;

    /// <summary>
    /// Reads an API key from an environment variable. White space around the key is removed; an empty value counts as not set.
    /// </summary>
    internal static string? ReadVariable(string variable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } key ? key : null;

    /// <summary>Reads the API key of <c>api.mistral.ai</c> from the environment variable, or throws if it is missing or invalid.</summary>
    internal static string ReadDefaultVariable()
    {
        var key = ReadVariable(DefaultVariable) ?? throw new InvalidOperationException(
            $"The environment variable {DefaultVariable} is not set. Set it, or use new MistralClient(apiKey).");
        return MistralClientOptionsValidator.ValidateKey(key, $"The environment variable {DefaultVariable}") is { } error
            ? throw new InvalidOperationException(error)
            : key;
    }

    private static bool IsMistralHost(string host) =>
        host is "mistral.ai" || host.EndsWith(".mistral.ai", StringComparison.OrdinalIgnoreCase);
}
