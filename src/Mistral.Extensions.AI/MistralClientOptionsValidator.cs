using Mistral.Extensions.AI.Http.Credentials;

namespace Mistral.Extensions.AI;

/// <summary>Validates <see cref="MistralClientOptions"/>.</summary>
internal static class MistralClientOptionsValidator
{
    private const string TimeoutRange = "must be greater than zero and at most 49 days, or Timeout.InfiniteTimeSpan";

    // The longest time a timer supports.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(49);

    // The paths of operations, which are copied from the API reference. Other text after "/v1/" belongs to a gateway, as in
    // https://gateway.ai.cloudflare.com/v1/{account}/{gateway}/mistral.
    private static readonly string[] OperationPaths = ["/completions", "/embeddings", "/ocr", "/models"];

    /// <summary>Gets the first error of the options, or null if they are valid.</summary>
    /// <param name="options">The options.</param>
    /// <param name="http">The caller's HTTP client, whose base address and authorization count as well, or null.</param>
    internal static OptionsError? Validate(MistralClientOptions options, HttpClient? http)
    {
        if (ValidateValues(options) is { } invalidValue)
            return new(invalidValue, "options");

        var endpoint = GetEndpoint(options, http);
        var isBaseAddress = !ReferenceEquals(endpoint, options.Endpoint);
        var invalidEndpoint = ValidateEndpoint(endpoint, isBaseAddress ? "HttpClient.BaseAddress" : "Endpoint", options.AllowInsecureHttp);
        if (invalidEndpoint is not null)
            return new(invalidEndpoint, isBaseAddress ? "httpClient" : "options");

        return ApiKeyResolver.Validate(options, endpoint, HasAuthorization(http)) is { } missingKey
            ? new(missingKey, "options")
            : null;
    }

    /// <summary>Gets the endpoint of the options. If it is not set, gets the base address of the caller's HTTP client.</summary>
    internal static Uri GetEndpoint(MistralClientOptions options, HttpClient? http) =>
        ReferenceEquals(options.Endpoint, MistralClientOptions.DefaultEndpoint) && http?.BaseAddress is { } address
            ? address
            : options.Endpoint;

    /// <summary>Determines whether the caller's HTTP client adds an <c>Authorization</c> header to each request.</summary>
    internal static bool HasAuthorization(HttpClient? http) => http?.DefaultRequestHeaders.Authorization is not null;

    private static string? ValidateEndpoint(Uri endpoint, string name, bool allowInsecureHttp) => endpoint switch
    {
        { IsAbsoluteUri: false } => $"{name} must be an absolute address, such as https://api.mistral.ai/v1.",
        { Scheme: not ("https" or "http") } or { Query.Length: > 0 } or { Fragment.Length: > 0 } or { UserInfo.Length: > 0 } =>
            $"{name} must be an http or https address without query, fragment or user name, such as https://api.mistral.ai/v1.",
        { AbsolutePath: var path } when OperationPaths.Any(path.TrimEnd('/').EndsWith) =>
            $"{name} {endpoint} includes the path of an operation. Remove it, as in https://api.mistral.ai/v1.",
        { Scheme: "http", IsLoopback: false } when !allowInsecureHttp =>
            $"{name} {endpoint} uses http, which sends the API key unencrypted. Use https, or set AllowInsecureHttp to true.",
        _ => null,
    };

    internal static string? ValidateValues(MistralClientOptions options) => options switch
    {
        { Endpoint: null } => "Endpoint must not be null. Set it to an address such as https://api.mistral.ai/v1.",
        { ApiKey: { } key } when ApiKeyFormat.Validate(key, "ApiKey") is { } error => $"{error} Or leave it null.",
        { ApiKey: not null, ApiKeyProvider: not null } => "ApiKey and ApiKeyProvider are both set. Set only one of them.",
        { ApiKey: not null, ServiceAccountTokenPath: not null } =>
            "ApiKey and ServiceAccountTokenPath are both set. Set only one of them.",
        { ApiKeyProvider: not null, ServiceAccountTokenPath: not null } =>
            "ApiKeyProvider and ServiceAccountTokenPath are both set. Set only one of them.",
        { ServiceAccountTokenPath: { } path } when string.IsNullOrWhiteSpace(path) =>
            "ServiceAccountTokenPath is empty. Set it to the path of a file, or leave it null.",
        { MaxRetries: < 0 or > 10 } => $"MaxRetries must be between 0 and 10, but was {options.MaxRetries}.",
        { Timeout: var timeout } when !IsTimeout(timeout) => $"Timeout {TimeoutRange}, but was {timeout}.",
        { StreamIdleTimeout: var timeout } when !IsTimeout(timeout) => $"StreamIdleTimeout {TimeoutRange}, but was {timeout}.",
        { MaxResponseSize: <= 0 } => $"MaxResponseSize must be at least 1 byte, but was {options.MaxResponseSize}.",
        { RateLimiterPermits: not null, RateLimiter: null } =>
            "RateLimiterPermits has no effect without RateLimiter. Set RateLimiter, or leave RateLimiterPermits null.",
        { ChatRules: null } => "ChatRules must not be null. Leave it unset for the rules of api.mistral.ai.",
        { ChatRules.RequiredToolChoice: not ("any" or "required") and var choice } =>
            $"ChatRules.RequiredToolChoice must be \"any\" or \"required\", but was \"{choice}\".",
        { ChatRules.MaxImages: < 0 and var count } => $"ChatRules.MaxImages must be 0 or greater, or null for no limit, but was {count}.",
        { ChatRules.MaxImageSize: < 0 and var size } =>
            $"ChatRules.MaxImageSize must be 0 or greater, or null for no limit, but was {size}.",
        _ => null,
    };

    private static bool IsTimeout(TimeSpan time) => time == Timeout.InfiniteTimeSpan || (time > TimeSpan.Zero && time <= MaxTimeout);

    /// <summary>An error of the options.</summary>
    /// <param name="Message">What is wrong, and what to do.</param>
    /// <param name="Parameter">The parameter of the constructor that has the error.</param>
    internal sealed record OptionsError(string Message, string Parameter);
}
