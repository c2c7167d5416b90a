using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI;

/// <summary>Where Mistral is, how to be let in, and how long to wait.</summary>
public sealed class MistralClientOptions
{
    /// <summary>The environment variable that holds the key where <see cref="ApiKey"/> does not.</summary>
    internal const string ApiKeyVariable = "MISTRAL_API_KEY";

    private const string CodestralKeyVariable = "CODESTRAL_API_KEY";

    private const string TimeoutRange = "it must be longer than nothing and at most 49 days, or Timeout.InfiniteTimeSpan.";

    private static readonly Uri MistralEndpoint = new("https://api.mistral.ai/v1");

    // What a timer can count; whoever means longer means Timeout.InfiniteTimeSpan.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(49);

    // Whether the caller's HttpClient brings an authorization of its own.
    private bool _pipelineAuthorizes;

    /// <summary>The API key. It goes out with each request of the client and nowhere else.</summary>
    /// <value>Null: the environment variable <c>MISTRAL_API_KEY</c> for a host of Mistral's, and no key for any other host.</value>
    public string? ApiKey { get; set; }

    /// <summary>The root of the API, with or without <c>/v1</c>.</summary>
    /// <value><c>https://api.mistral.ai/v1</c></value>
    public Uri Endpoint { get; set; } = MistralEndpoint;

    /// <summary>Whether plain http may carry the key to a host other than this machine.</summary>
    /// <value>False</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>
    /// How often a request that failed by no fault of its own (408, 429, 500, 502, 503, 504, 529, no connection) is sent again; 0 for never.
    /// Of no effect where the caller brought the <see cref="HttpClient"/>: its pipeline decides.
    /// </summary>
    /// <value>3</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>How long a call may take: to the end of the answer, or, in a stream, to its first byte; retries included.</summary>
    /// <value>5 minutes. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for as long as it takes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stream may go without a piece of the answer. What a server sends only to keep the connection open does not count.</summary>
    /// <value>5 minutes. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for as long as it takes.</value>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes an answer may have, or an event of a stream: a server that does not end must not fill the memory.</summary>
    /// <value>256 MiB</value>
    public long MaxResponseSize { get; set; } = 256L * 1024 * 1024;

    /// <summary>What the chat client makes of a conversation so that the server takes it.</summary>
    /// <value>The rules of api.mistral.ai.</value>
    public ChatRules ChatRules { get; set; } = new();

    /// <summary>Where to log, under the category <c>Mistral.Extensions.AI</c>; contents and keys never are.</summary>
    /// <value>Null for nowhere; with dependency injection, the application's.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock of retries and time-outs. A field, because what binds configuration would want to bind a property.</summary>
    internal TimeProvider TimeProvider = TimeProvider.System;

    /// <summary>Options for <c>codestral.mistral.ai</c>, the host of the FIM and chat models for code, which has keys of its own.</summary>
    /// <param name="apiKey">A key of that host; null for the environment variable <c>CODESTRAL_API_KEY</c>.</param>
    /// <returns>New options, to be changed further.</returns>
    public static MistralClientOptions Codestral(string? apiKey = null) => new() { ApiKey = apiKey, Endpoint = new("https://codestral.mistral.ai/v1") };

    /// <summary>What is wrong with these options, or null.</summary>
    internal string? Validate() => this switch
    {
        { Endpoint: null } => "Endpoint is null. It must be like https://api.mistral.ai/v1.",
        { Endpoint: { IsAbsoluteUri: false } } => "Endpoint is not absolute. It must be like https://api.mistral.ai/v1.",
        { Endpoint: { Scheme: not ("https" or "http") } or { Query.Length: > 0 } or { Fragment.Length: > 0 } or { UserInfo.Length: > 0 } } =>
            $"Endpoint must be like https://api.mistral.ai/v1: http or https, no query, no fragment, no user name.",
        { Endpoint: { AbsolutePath: var path } } when path.Contains("/v1/", StringComparison.Ordinal) && !path.EndsWith("/v1/", StringComparison.Ordinal) =>
            $"Endpoint {Endpoint} names a route. It must end with /v1, like https://api.mistral.ai/v1.",
        { Endpoint: { Scheme: "http", IsLoopback: false }, AllowInsecureHttp: false } =>
            $"Endpoint {Endpoint} is plain http, and whoever listens on the way would read the key. Use https, or set AllowInsecureHttp.",
        { ApiKey: { } key } when HasForeignLetter(key) => "ApiKey holds a character that no key has, such as a space or a line break.",
        { ApiKey.Length: 0 } => "ApiKey is empty.",
        { MaxRetries: < 0 or > 10 } => $"MaxRetries is {MaxRetries}; it must be 0 to 10.",
        { Timeout: var time } when !IsTimeout(time) => $"Timeout is {time}; {TimeoutRange}",
        { StreamIdleTimeout: var time } when !IsTimeout(time) => $"StreamIdleTimeout is {time}; {TimeoutRange}",
        { MaxResponseSize: <= 0 } => $"MaxResponseSize is {MaxResponseSize}; it must be 1 or more.",
        { ChatRules: null } => "ChatRules is null.",
        _ when ResolveApiKey() is { } key => HasForeignLetter(key)
            ? $"The environment variable {KeyVariable} holds a character that no key has, such as a space or a line break."
            : null,
        _ => IsMistral(Endpoint) && !_pipelineAuthorizes ? $"There is no API key. Set ApiKey, or the environment variable {KeyVariable}." : null,
    };

    /// <summary>These options as they are now, with the endpoint and the authorization of the caller's pipeline where they name none.</summary>
    internal MistralClientOptions For(HttpClient http)
    {
        var options = (MistralClientOptions)MemberwiseClone();
        if (ReferenceEquals(Endpoint, MistralEndpoint) && http.BaseAddress is { } address)
            options.Endpoint = address;
        options._pipelineAuthorizes = http.DefaultRequestHeaders.Authorization is not null;
        return options;
    }

    /// <summary>The key to send to the endpoint, or null.</summary>
    /// <remarks>The environment's key is Mistral's: a server that somebody else runs must not see it.</remarks>
    internal string? ResolveApiKey() => ApiKey ?? (IsMistral(Endpoint) && !_pipelineAuthorizes ? EnvironmentKey(KeyVariable) : null);

    // Each of the two hosts answers the other's keys with 401.
    private string KeyVariable => Endpoint.Host is "codestral.mistral.ai" ? CodestralKeyVariable : ApiKeyVariable;

    internal static string? EnvironmentKey(string variable = ApiKeyVariable) =>
        Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } key ? key : null;

    internal ILogger CreateLogger() => (LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(Log.Category);

    private static bool IsTimeout(TimeSpan time) =>
        time == System.Threading.Timeout.InfiniteTimeSpan || (time > TimeSpan.Zero && time <= LongestTimeout);

    private static bool HasForeignLetter(string key) => key.Any(letter => letter is <= ' ' or > '~');

    private static bool IsMistral(Uri endpoint) =>
        endpoint.Host is "mistral.ai" || endpoint.Host.EndsWith(".mistral.ai", StringComparison.OrdinalIgnoreCase);
}
