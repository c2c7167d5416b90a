namespace Mistral.Extensions.AI.Emulator;

/// <summary>
/// The rate limits of a <see cref="MistralEmulator"/>. Each model has a quota of its own; all API keys share it, as the keys of an
/// organization do.
/// </summary>
/// <remarks>
/// A request counts when the emulator knows its model, even if it is rejected later. Its tokens count when the response is created, so the
/// last request of a quota may exceed <see cref="Tokens"/>. A request that is rejected with 429 does not count, and neither do the requests
/// of batch jobs. The API does not say whether its minutes are fixed or sliding. The emulator counts the requests of the window that ends
/// now, which rejects every request that fixed minutes would reject.
/// </remarks>
public sealed record RateLimitQuota
{
    /// <summary>
    /// The number of requests to each model in a <see cref="RequestWindow"/>. Zero rejects all of them, as the API does with models that
    /// are not in the plan. Default: null, which is no limit.
    /// </summary>
    public int? Requests { get; init; }

    /// <summary>
    /// The number of tokens, of prompts and of responses, of each model in a <see cref="TokenWindow"/>. Default: null, which is no limit.
    /// </summary>
    public int? Tokens { get; init; }

    /// <summary>The time in which requests are counted. Default: one minute.</summary>
    public TimeSpan RequestWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The time in which tokens are counted. Default: one minute.</summary>
    public TimeSpan TokenWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether responses with the status code 429 have a <c>retry-after</c> header with the seconds after which the next request is
    /// accepted. The documentation of the API mentions the header, but recorded responses do not have it. Default: false.
    /// </summary>
    public bool SendRetryAfter { get; init; }
}
