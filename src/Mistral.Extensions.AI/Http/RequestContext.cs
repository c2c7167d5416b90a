using Mistral.Extensions.AI.Http.RateLimits;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// The state that the handlers of a pipeline share about one call. It is attached to the request, so that copies of the request that a
/// handler makes share it too.
/// </summary>
internal class RequestContext(Deadline deadline)
{
    private const string Name = "Mistral.Extensions.AI";

    private int _sendCount;

    /// <summary>The deadline of the call.</summary>
    internal Deadline Deadline { get; } = deadline;

    /// <summary>The leases of the rate limiter; null if the call needs none.</summary>
    internal RateLimitedCall? RateLimit { get; init; }

    /// <summary>The number of attempts of the retry handler that were started.</summary>
    internal int Attempts { get; set; } = 1;

    /// <summary>Whether an attempt failed although the server may have processed the request.</summary>
    internal bool MayHaveSucceeded { get; set; }

    /// <summary>The number of times the request was sent to the network.</summary>
    internal int SendCount => Volatile.Read(ref _sendCount);

    /// <summary>The failure before the last retry, for the message of a timeout that expires during that retry.</summary>
    internal string? LastFailure { get; set; }

    /// <summary>Whether a retry was not possible, because the request contains a stream that can be read only once.</summary>
    internal bool HasConsumedStream { get; set; }

    /// <summary>Whether the library has added an API key to the request.</summary>
    internal bool HasKey { get; set; }

    /// <summary>Whether the request is complete, so that a timeout is one of the server.</summary>
    internal bool IsPrepared { get; set; }

    /// <summary>Whether the request is sent a second time, because the API key had changed when the server rejected it.</summary>
    internal bool HasNewKey { get; private set; }

    /// <summary>The API key, if it can change between two attempts; otherwise null.</summary>
    internal ChangingKey? ChangingKey { get; set; }

    /// <summary>
    /// Describes the attempts for the message of a failure. Returns null if the request was not retried, unless a stream prevented it.
    /// </summary>
    internal static string? DescribeAttempts(HttpRequestMessage request) => Get(request) switch
    {
        { HasConsumedStream: true } => "not retried, because a stream of the request cannot be read again; pass a stream that can seek",
        { Attempts: > 1 } context =>
            FormattableString.Invariant($"after {context.Attempts} attempts in {context.Deadline.Elapsed.TotalSeconds:0.0} s"),
        _ => null,
    };

    /// <summary>
    /// Determines whether an exception was thrown by a callback of the caller after the first attempt had started. It is not retried, and
    /// is thrown to the caller as it is.
    /// </summary>
    internal virtual bool IsCallbackError(Exception exception) => ChangingKey?.Error == exception;

    /// <summary>Starts the attempts again, with another API key.</summary>
    internal void StartAgain() => (Attempts, _sendCount, HasNewKey) = (1, 0, true);

    internal void CountSend() => Interlocked.Increment(ref _sendCount);

#if NET8_0_OR_GREATER
    private static readonly HttpRequestOptionsKey<RequestContext> Key = new(Name);

    internal static RequestContext? Get(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var context) ? context : null;

    internal void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);
#else
    internal static RequestContext? Get(HttpRequestMessage request) =>
        request.Properties.TryGetValue(Name, out var context) ? context as RequestContext : null;

    internal void AttachTo(HttpRequestMessage request) => request.Properties[Name] = this;
#endif
}
