using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Mistral.Extensions.AI;

/// <summary>Validates <see cref="MistralClientOptions"/>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Created by the service provider.")]
internal sealed class MistralClientOptionsValidator : IValidateOptions<MistralClientOptions>
{
    private const string TimeoutRange = "must be greater than zero and at most 49 days, or Timeout.InfiniteTimeSpan";

    // The longest time a timer supports.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(49);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MistralClientOptions options) =>
        Validate(options, options.Endpoint, hasAuthorization: false) is { } error
            ? ValidateOptionsResult.Fail(error)
            : ValidateOptionsResult.Success;

    /// <summary>Gets the first error of the options, or null if they are valid.</summary>
    /// <param name="options">The options.</param>
    /// <param name="endpoint">
    /// The endpoint to use: that of the options, or the base address of the caller's <see cref="HttpClient"/>.
    /// </param>
    /// <param name="hasAuthorization">Whether the caller's <see cref="HttpClient"/> already adds an <c>Authorization</c> header.</param>
    internal static string? Validate(MistralClientOptions options, Uri? endpoint, bool hasAuthorization) =>
        endpoint is null
            ? "Endpoint must not be null. Set it to an address such as https://api.mistral.ai/v1."
            : ValidateEndpoint(endpoint, options.AllowInsecureHttp)
                ?? ValidateValues(options)
                ?? ValidateEnvironmentKey(options.ApiKey, endpoint, hasAuthorization);

    private static string? ValidateEndpoint(Uri endpoint, bool allowInsecureHttp) => endpoint switch
    {
        { IsAbsoluteUri: false } => "Endpoint must be an absolute address, such as https://api.mistral.ai/v1.",
        { Scheme: not ("https" or "http") } or { Query.Length: > 0 } or { Fragment.Length: > 0 } or { UserInfo.Length: > 0 } =>
            "Endpoint must be an http or https address without query, fragment or user name, such as https://api.mistral.ai/v1.",
        { AbsolutePath: var path }
            when path.Contains("/v1/", StringComparison.Ordinal) && !path.EndsWith("/v1/", StringComparison.Ordinal) =>
            $"Endpoint {endpoint} includes the path of an operation. It must end with /v1, as in https://api.mistral.ai/v1.",
        { Scheme: "http", IsLoopback: false } when !allowInsecureHttp =>
            $"Endpoint {endpoint} uses http, which sends the API key unencrypted. Use https, or set AllowInsecureHttp to true.",
        _ => null,
    };

    private static string? ValidateValues(MistralClientOptions options) => options switch
    {
        { ApiKey: { } key } when HasInvalidCharacter(key) =>
            "ApiKey contains a character that is not allowed, such as a space or a line break. Remove it.",
        { ApiKey.Length: 0 } => "ApiKey is empty. Set it to an API key, or leave it null.",
        { MaxRetries: < 0 or > 10 } => $"MaxRetries must be between 0 and 10, but was {options.MaxRetries}.",
        { Timeout: var timeout } when !IsTimeout(timeout) => $"Timeout {TimeoutRange}, but was {timeout}.",
        { StreamIdleTimeout: var timeout } when !IsTimeout(timeout) => $"StreamIdleTimeout {TimeoutRange}, but was {timeout}.",
        { MaxResponseSize: <= 0 } => $"MaxResponseSize must be at least 1 byte, but was {options.MaxResponseSize}.",
        { ChatRules: null } => "ChatRules must not be null. Leave it unset for the rules of api.mistral.ai.",
        _ => null,
    };

    private static string? ValidateEnvironmentKey(string? apiKey, Uri endpoint, bool hasAuthorization)
    {
        if (apiKey is not null || !ApiKeyResolver.IsKeyRequired(endpoint, hasAuthorization))
            return null;

        var variable = ApiKeyResolver.GetVariable(endpoint);
        if (ApiKeyResolver.ReadVariable(variable) is not { } key)
            return $"No API key was found. Set ApiKey or the environment variable {variable}.";

        return HasInvalidCharacter(key)
            ? $"The environment variable {variable} contains a character that is not allowed, such as a space or a line break. Remove it."
            : null;
    }

    private static bool IsTimeout(TimeSpan time) => time == Timeout.InfiniteTimeSpan || (time > TimeSpan.Zero && time <= MaxTimeout);

    // Only visible ASCII characters: an API key is the value of a header.
    private static bool HasInvalidCharacter(string key) => key.Any(character => character is <= ' ' or > '~');
}
