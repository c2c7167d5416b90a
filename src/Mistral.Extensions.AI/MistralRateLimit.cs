namespace Mistral.Extensions.AI;

/// <summary>The rate limits of a model (headers <c>x-ratelimit-*</c>). A property is null if the response has no such header.</summary>
public sealed record MistralRateLimit
{
    /// <summary>The number of requests allowed per minute. Zero means that the plan has no access to the model.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>The number of requests left in the current minute.</summary>
    public long? RemainingRequests { get; init; }

    /// <summary>The number of tokens allowed per minute.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>The number of tokens left in the current minute.</summary>
    public long? RemainingTokens { get; init; }

    /// <summary>The number of tokens that this request counts towards the limit.</summary>
    public long? QueryCost { get; init; }
}
