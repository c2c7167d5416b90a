using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Credentials;

namespace Mistral.Extensions.AI;

/// <summary>Validates <see cref="MistralClientOptions"/>.</summary>
internal static class MistralClientOptionsValidator
{
    private const string TimeoutRange = "must be greater than zero and at most 49 days, or Timeout.InfiniteTimeSpan";

    // The longest time a timer supports.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(49);

    /// <summary>Gets the errors of the options. The message of an invalid option begins with its name.</summary>
    /// <param name="options">The options.</param>
    /// <param name="http">The caller's HTTP client, whose base address and authorization count as well, or null.</param>
    internal static List<OptionsError> Validate(MistralClientOptions options, HttpClient? http)
    {
        var errors = ValidateValues(options).Select(static message => new OptionsError(message, "options")).ToList();
        if (options.Endpoint is null)
            return errors;

        var endpoint = GetEndpoint(options, http);
        var isBaseAddress = !ReferenceEquals(endpoint, options.Endpoint);
        var endpointName = isBaseAddress ? "HttpClient.BaseAddress" : "Endpoint";
        var invalidEndpoint = EndpointFormat.Validate(endpoint, endpointName, options.AllowInsecureHttp);
        if (invalidEndpoint is not null)
            errors.Add(new(invalidEndpoint, isBaseAddress ? "httpClient" : "options"));

        if (endpoint.IsAbsoluteUri && ApiKeyResolver.Validate(options, endpoint, HasAuthorization(http)) is { } invalidKey)
            errors.Add(new(invalidKey, "options"));
        return errors;
    }

    /// <summary>Gets the endpoint of the options. If it is not set, gets the base address of the caller's HTTP client.</summary>
    internal static Uri GetEndpoint(MistralClientOptions options, HttpClient? http) =>
        ReferenceEquals(options.Endpoint, MistralClientOptions.DefaultEndpoint) && http?.BaseAddress is { } address
            ? address
            : options.Endpoint;

    /// <summary>Determines whether the caller's HTTP client adds an <c>Authorization</c> header to each request.</summary>
    internal static bool HasAuthorization(HttpClient? http) => http?.DefaultRequestHeaders.Authorization is not null;

    /// <summary>Gets the errors of the options that do not depend on the caller's HTTP client.</summary>
    internal static IEnumerable<string> ValidateValues(MistralClientOptions options)
    {
        if (options.Endpoint is null)
            yield return EndpointFormat.DescribeNull(nameof(options.Endpoint));
        if (options.ApiKey is { } key && ApiKeyFormat.Validate(key, "ApiKey") is { } error)
            yield return $"{error} Or leave it null.";
        foreach (var (first, second) in GetSeveralCredentials(options))
            yield return $"{first} and {second} are both set. Set only one of them.";
        if (options.ServiceAccountTokenPath is { } path && string.IsNullOrWhiteSpace(path))
            yield return "ServiceAccountTokenPath is empty. Set it to the path of a file, or leave it null.";
        if (options.MaxRetries is < 0 or > 10)
            yield return $"MaxRetries must be between 0 and 10, but was {options.MaxRetries}.";
        if (!IsTimeout(options.Timeout))
            yield return $"Timeout {TimeoutRange}, but was {options.Timeout}.";
        if (!IsTimeout(options.StreamIdleTimeout))
            yield return $"StreamIdleTimeout {TimeoutRange}, but was {options.StreamIdleTimeout}.";
        if (options.MaxResponseSize <= 0)
            yield return $"MaxResponseSize must be at least 1 byte, but was {options.MaxResponseSize}.";
        if (options is { RateLimiterPermits: not null, RateLimiter: null })
            yield return "RateLimiterPermits has no effect without RateLimiter. Set RateLimiter, or leave RateLimiterPermits null.";
        foreach (var ruleError in ValidateRules(options.ChatRules))
            yield return ruleError;
    }

    private static IEnumerable<(string First, string Second)> GetSeveralCredentials(MistralClientOptions options)
    {
        if (options is { ApiKey: not null, ApiKeyProvider: not null })
            yield return (nameof(options.ApiKey), nameof(options.ApiKeyProvider));
        if (options is { ApiKey: not null, ServiceAccountTokenPath: not null })
            yield return (nameof(options.ApiKey), nameof(options.ServiceAccountTokenPath));
        if (options is { ApiKeyProvider: not null, ServiceAccountTokenPath: not null })
            yield return (nameof(options.ApiKeyProvider), nameof(options.ServiceAccountTokenPath));
    }

    private static IEnumerable<string> ValidateRules(ChatRules? rules)
    {
        if (rules is null)
        {
            yield return "ChatRules must not be null. Leave it unset for the rules of api.mistral.ai.";
            yield break;
        }

        if (rules.RequiredToolChoice is not ("any" or "required"))
            yield return $"ChatRules.RequiredToolChoice must be \"any\" or \"required\", but was \"{rules.RequiredToolChoice}\".";
        if (rules.MaxImages is < 0)
            yield return $"ChatRules.MaxImages must be 0 or greater, or null for no limit, but was {rules.MaxImages}.";
        if (rules.MaxImageSize is < 0)
            yield return $"ChatRules.MaxImageSize must be 0 or greater, or null for no limit, but was {rules.MaxImageSize}.";
    }

    private static bool IsTimeout(TimeSpan time) => time == Timeout.InfiniteTimeSpan || (time > TimeSpan.Zero && time <= MaxTimeout);

    /// <summary>An error of the options.</summary>
    /// <param name="Message">What is wrong, and what to do.</param>
    /// <param name="Parameter">The parameter of the constructor that has the error.</param>
    internal sealed record OptionsError(string Message, string Parameter);
}
