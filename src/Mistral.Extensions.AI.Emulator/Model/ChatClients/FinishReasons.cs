using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Emulator.Model.ChatClients;

/// <summary>Converts finish reasons.</summary>
internal static class FinishReasons
{
    /// <summary>Returns the finish reason of the API.</summary>
    /// <param name="finishReason">The finish reason of the chat client; null if it gave none.</param>
    /// <param name="hasToolCalls">Whether the response has tool calls for the client of the emulator.</param>
    public static string ToMistral(ChatFinishReason? finishReason, bool hasToolCalls)
    {
        if (finishReason == ChatFinishReason.Length)
            return "length";
        if (finishReason == ChatFinishReason.ContentFilter)
            return "error";
        return hasToolCalls ? "tool_calls" : "stop";
    }
}
