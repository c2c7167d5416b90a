using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Maps the finish reason of a response.</summary>
internal static class FinishReasonMapping
{
    private const string ErrorMessage = "Mistral stopped the generation with finish_reason \"error\".";

    /// <param name="reason">The finish reason of the API.</param>
    /// <param name="hasCalls">Whether the response has a call that the caller must run.</param>
    internal static ChatFinishReason? ToChatFinishReason(string? reason, bool hasCalls) => reason switch
    {
        // The API may return "stop" although the response has tool calls, in particular when a tool was required.
        null or "stop" when hasCalls => ChatFinishReason.ToolCalls,
        _ when string.IsNullOrWhiteSpace(reason) => null,
        "stop" => ChatFinishReason.Stop,
        "length" or "model_length" => ChatFinishReason.Length,
        "tool_calls" => ChatFinishReason.ToolCalls,
        _ => new(reason!),
    };

    /// <summary>Creates the properties for a finish reason that differs from the one it is mapped to; null if it does not.</summary>
    internal static AdditionalPropertiesDictionary? ToProperties(string? reason, ChatFinishReason? mapped) =>
        string.IsNullOrWhiteSpace(reason) || reason == mapped?.Value ? null : new() { [AdditionalPropertyKeys.FinishReason] = reason };

    /// <summary>Adds the error that the finish reason reports.</summary>
    internal static void AddErrorTo(IList<AIContent> contents, string? reason)
    {
        if (reason is "error")
            contents.Add(new ErrorContent(ErrorMessage));
    }

    /// <summary>Returns whether an error is the one that a finish reason reports.</summary>
    internal static bool IsFinishReason(ErrorContent error) => error.Message == ErrorMessage;
}
