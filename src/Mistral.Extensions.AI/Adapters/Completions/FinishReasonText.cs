using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Responses;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>Maps a finish reason of any provider to the text of the API.</summary>
internal static class FinishReasonText
{
    /// <param name="reason">The finish reason; null if the provider returned none.</param>
    /// <param name="original">The finish reason of the API that it was mapped from, if it is known.</param>
    /// <param name="hasPendingCalls">Whether the response has a call that its receiver must execute.</param>
    /// <param name="hasExecutedCalls">Whether the response has a call that was executed.</param>
    /// <param name="hasError">Whether the response has an error.</param>
    internal static string From(
        ChatFinishReason? reason, string? original, bool hasPendingCalls, bool hasExecutedCalls, bool hasError)
    {
        if (original is not null && FinishReasonMapping.ToChatFinishReason(original, hasPendingCalls) == reason)
            return original;

        return reason?.Value switch
        {
            null when hasError && !hasPendingCalls => "error",
            null or "stop" => hasPendingCalls ? "tool_calls" : "stop",
            // The finish reason of an earlier response of the pipeline. The receiver would expect calls, but there are none.
            "tool_calls" when hasExecutedCalls && !hasPendingCalls => "stop",
            var value => value,
        };
    }
}
