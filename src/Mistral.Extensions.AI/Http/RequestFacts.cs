namespace Mistral.Extensions.AI.Http;

/// <summary>What the handlers of a pipeline know of one call. It travels with the request, also with copies that a handler makes of it.</summary>
internal sealed class RequestFacts
{
    private const string Name = "Mistral.Extensions.AI";

    private int _sends;

    /// <summary>When the call is given up; null for never.</summary>
    internal DateTimeOffset? EndsAt { get; init; }

    /// <summary>How often the request has gone out to the network.</summary>
    internal int Sends => Volatile.Read(ref _sends);

    /// <summary>How the last attempt ended, where another was to follow: a time-out would hide it.</summary>
    internal string? LastFailure { get; set; }

    internal void CountSend() => Interlocked.Increment(ref _sends);

#if NET8_0_OR_GREATER
    private static readonly HttpRequestOptionsKey<RequestFacts> Key = new(Name);

    internal static RequestFacts? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var facts) ? facts : null;

    internal void AddTo(HttpRequestMessage request) => request.Options.Set(Key, this);
#else
    internal static RequestFacts? Of(HttpRequestMessage request) => request.Properties.TryGetValue(Name, out var facts) ? facts as RequestFacts : null;

    internal void AddTo(HttpRequestMessage request) => request.Properties[Name] = this;
#endif
}

/// <summary>Stands last in a pipeline, before the network, and counts: who stands before it can see whether somebody else has repeated a request.</summary>
internal sealed class SendCounter : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestFacts.Of(request)?.CountSend();
        return base.SendAsync(request, cancellationToken);
    }
}
