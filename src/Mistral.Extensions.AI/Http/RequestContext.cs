namespace Mistral.Extensions.AI.Http;

/// <summary>What the handlers of a pipeline know of one call. It travels with the request, also with copies that a handler makes of it.</summary>
internal sealed class RequestContext
{
    private const string Name = "Mistral.Extensions.AI";

    private int _sends;

    /// <summary>When the call is given up; null for never.</summary>
    internal DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How often the request has gone out to the network.</summary>
    internal int SendCount => Volatile.Read(ref _sends);

    /// <summary>How the last attempt ended, where another was to follow: a time-out would hide it.</summary>
    internal string? LastFailure { get; set; }

    internal void CountSend() => Interlocked.Increment(ref _sends);

#if NET8_0_OR_GREATER
    private static readonly HttpRequestOptionsKey<RequestContext> Key = new(Name);

    internal static RequestContext? Get(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var facts) ? facts : null;

    internal void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);
#else
    internal static RequestContext? Get(HttpRequestMessage request) => request.Properties.TryGetValue(Name, out var facts) ? facts as RequestContext : null;

    internal void AttachTo(HttpRequestMessage request) => request.Properties[Name] = this;
#endif
}
