using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.DependencyInjection;
using Mistral.Extensions.AI.Http.Credentials;
using Mistral.Extensions.AI.Http.Hosts;

namespace Mistral.Extensions.AI;

/// <summary>The options of a <see cref="MistralClient"/>: endpoint, API key, retries and timeouts.</summary>
public sealed partial class MistralClientOptions
{
    // A base address of the caller's HttpClient replaces this instance, but not an equal address that the caller has set.
    internal static readonly Uri DefaultEndpoint = new("https://api.mistral.ai/v1");

    /// <summary>The API key. It is sent as a bearer token with each request of the client.</summary>
    /// <value>
    /// Default: null. If <see cref="ApiKeyProvider"/> and <see cref="ServiceAccountTokenPath"/> are null too, the key for hosts of
    /// <c>mistral.ai</c> is read from the token file of the environment variable <c>MISTRAL_SA_TOKEN_PATH</c>, or else from the environment
    /// variable <c>MISTRAL_API_KEY</c>. For <c>codestral.mistral.ai</c>, it is read only from <c>CODESTRAL_API_KEY</c>. No key is sent to
    /// other hosts.
    /// </value>
    public string? ApiKey { get; set; }

    /// <summary>
    /// A callback that returns the current API key, or an access token. It is called before each attempt of a request, possibly by several
    /// threads at the same time: it should cache the key.
    /// </summary>
    /// <value>Default: null. It cannot be combined with <see cref="ApiKey"/> or <see cref="ServiceAccountTokenPath"/>.</value>
    /// <remarks>
    /// If the server rejects a key with status 401, and the callback then returns another one, the request is sent once more with it. A key
    /// that is empty or contains a space or a line break throws <see cref="InvalidOperationException"/>. An exception of the callback is
    /// thrown to the caller unchanged. <see cref="Timeout"/> and the cancellation token of the call cancel its token.
    /// </remarks>
    public Func<CancellationToken, ValueTask<string>>? ApiKeyProvider { get; set; }

    /// <summary>
    /// The path of a file with a service-account token, for example one that Kubernetes replaces before the token expires. The file is
    /// read again when it changes; while it is missing, empty or invalid, the last token is used.
    /// </summary>
    /// <value>
    /// Default: null, which uses the environment variable <c>MISTRAL_SA_TOKEN_PATH</c> for hosts of <c>mistral.ai</c>. It cannot be
    /// combined with <see cref="ApiKey"/> or <see cref="ApiKeyProvider"/>.
    /// </value>
    public string? ServiceAccountTokenPath { get; set; }

    /// <summary>
    /// A callback that is called before each request is sent, and can set the API key, the endpoint and headers of that request, for
    /// example in an application with several tenants, each of which has its own key.
    /// </summary>
    /// <value>Default: null.</value>
    /// <remarks>
    /// It is called once per request, also for each page of a list and each request of a batch run. It is not called again for a retry,
    /// unless the server has rejected the key with status 401: if the callback then sets another key, the request is sent once more. The
    /// callback can find the tenant in an <see cref="AsyncLocal{T}"/>, for example through <c>IHttpContextAccessor</c>. An invalid value
    /// throws <see cref="InvalidOperationException"/>. Exceptions of the callback are thrown to the caller unchanged. <see cref="Timeout"/>
    /// and the cancellation token of the call cancel its token.
    /// </remarks>
    public Func<MistralRequestSettings, CancellationToken, ValueTask>? ConfigureRequest { get; set; }

    /// <summary>
    /// The base address of the API, with or without <c>/v1</c> at its end, also that of a gateway such as
    /// <c>https://gateway.ai.cloudflare.com/v1/{account}/{gateway}/mistral</c>.
    /// </summary>
    /// <value>Default: <c>https://api.mistral.ai/v1</c>.</value>
    public Uri Endpoint { get; set; } = DefaultEndpoint;

    /// <summary>Whether unencrypted http is allowed for hosts other than the local machine.</summary>
    /// <value>Default: false.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>
    /// The maximum number of retries after a transient failure (status 408, 429, 500, 502, 503, 504, 529, or a failed connection), between
    /// 0 and 10. It has no effect if an <see cref="HttpClient"/> is passed to the constructor.
    /// </summary>
    /// <value>Default: 3.</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The maximum duration of a call, including retries: until the end of the response, or, for a stream or a download, until its first
    /// byte, or, for a realtime transcription, until the server has created the session. It includes the time to send the request: increase
    /// it to upload large files over slow connections.
    /// </summary>
    /// <value>Default: 5 minutes. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> disables the timeout. Maximum: 49 days.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The maximum time between two chunks of a streamed response, and of each read of a download. Keep-alive comments, chunks without
    /// content and empty deltas do not count. For a realtime transcription, the maximum time in which neither an event is received nor
    /// audio is sent.
    /// </summary>
    /// <value>Default: 5 minutes. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> disables the timeout. Maximum: 49 days.</value>
    public TimeSpan StreamIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The maximum size of a response, or of one event of a stream, in bytes after decompression; 1 or more. It limits the memory that a
    /// faulty server can make the client use. Downloads of files are not limited.
    /// </summary>
    /// <value>Default: 256 MiB.</value>
    public long MaxResponseSize { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// The rate limiter for the requests of the client, for example a <see cref="TokenBucketRateLimiter"/> or a
    /// <see cref="ConcurrencyLimiter"/>. A lease is acquired before each attempt, also before a retry. It is held until the response is
    /// completely read, or until the attempt has failed. With an <see cref="HttpClient"/> that is passed to the constructor, a lease is
    /// acquired once per call. Several clients can share a limiter. The client does not dispose it.
    /// </summary>
    /// <remarks>
    /// If a lease is not acquired, the call throws <see cref="MistralException"/>, with <see cref="MistralException.RetryAfter"/> if the
    /// limiter specifies it, and no request is sent. <see cref="Timeout"/> includes the time that a call waits for a lease.
    /// </remarks>
    /// <value>Default: null, for no limit.</value>
    public RateLimiter? RateLimiter { get; set; }

    /// <summary>
    /// Gets the number of permits of <see cref="RateLimiter"/> that a request needs, for example its estimated number of tokens:
    /// <c>request => request.EstimatedTokens</c>. It is called once per call. For 0, the request is sent without a lease. For a negative
    /// number, or for more permits than the limiter can ever give, the call throws <see cref="ArgumentException"/>.
    /// </summary>
    /// <value>Default: null, for one permit per request.</value>
    public Func<MistralRequestInfo, int>? RateLimiterPermits { get; set; }

    /// <summary>The changes that the chat client makes to a conversation so that the server accepts it.</summary>
    /// <value>Default: the rules of <c>api.mistral.ai</c>.</value>
    public ChatRules ChatRules { get; set; } = new();

    /// <summary>
    /// The factory that creates the logger, which has the category <c>Mistral.Extensions.AI</c>. Message contents and API keys are never
    /// logged.
    /// </summary>
    /// <value>Default: null, for no logging. With dependency injection, the default is the factory of the application.</value>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The time source of retries and timeouts. It is a field because the configuration binder would bind a property.</summary>
    internal TimeProvider TimeProvider = TimeProvider.System;

    /// <summary>The API key if it can change at run time; null without dependency injection.</summary>
    internal ReloadedKey? ReloadedKey;

    /// <summary>The conventions of the host. It is a field because the configuration binder would bind a property.</summary>
    internal IApiHost Host = MistralHost.Instance;

    /// <summary>The values that calls of <c>AddMistralClient</c> have set; null without dependency injection.</summary>
    internal RegisteredValues? RegisteredValues;

    /// <summary>Creates a copy with its own <see cref="ChatRules"/>, and without an API key.</summary>
    internal MistralClientOptions CopyWithoutKey()
    {
        var copy = (MistralClientOptions)MemberwiseClone();
        copy.ChatRules = ChatRules.Copy();
        (copy.ApiKey, copy.ApiKeyProvider, copy.ServiceAccountTokenPath, copy.ReloadedKey) = (null, null, null, null);
        return copy;
    }
}
