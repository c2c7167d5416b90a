using System.Threading.RateLimiting;

namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>A request that waits for a lease.</summary>
internal sealed class ModelWaiter(double requests, double tokens)
    : TaskCompletionSource<RateLimitLease>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    internal double Requests => requests;

    /// <summary>The estimated number of tokens.</summary>
    internal double Tokens => tokens;

    /// <summary>The position in the queue.</summary>
    internal LinkedListNode<ModelWaiter>? Node { get; set; }

    /// <summary>Since when the request is the first one of the queue; null if it is not.</summary>
    internal TimeSpan? FirstSince { get; set; }
}
