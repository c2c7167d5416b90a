namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>What a request uses of the limits of its model.</summary>
/// <param name="Requests">The number of requests, usually 1.</param>
/// <param name="EstimatedTokens">The estimated number of tokens.</param>
/// <param name="Tokens">The expected number of tokens: the estimate, corrected by the actual cost of earlier requests.</param>
/// <param name="Position">The number of requests to the model that were sent up to this one.</param>
internal sealed record ModelUse(double Requests, double EstimatedTokens, double Tokens, double Position);
