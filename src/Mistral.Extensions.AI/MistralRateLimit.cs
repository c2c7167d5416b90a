namespace Mistral.Extensions.AI;

/// <summary>What is left of the rate limits of a model (headers <c>x-ratelimit-*</c>). Null is what the server did not say.</summary>
public sealed record MistralRateLimit
{
    /// <summary>Requests allowed in a minute. Zero: the plan has no access to the model.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Requests left in this minute.</summary>
    public long? RemainingRequests { get; init; }

    /// <summary>Tokens allowed in a minute.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Tokens left in this minute.</summary>
    public long? RemainingTokens { get; init; }

    /// <summary>Tokens this request was counted as.</summary>
    public long? QueryCost { get; init; }
}
