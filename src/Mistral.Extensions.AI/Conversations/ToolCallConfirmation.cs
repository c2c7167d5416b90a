using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>The decision of the user about a call of a hosted tool that requires confirmation (<c>ToolCallConfirmation</c>).</summary>
/// <param name="ToolCallId">The ID of the pending call (<c>tool_call_id</c>), <see cref="FunctionCallEntry.ToolCallId"/>.</param>
/// <param name="Confirmation">
/// The decision (<c>confirmation</c>): <c>allow</c>, and Mistral executes the call; or <c>deny</c>, and the model continues without it.
/// </param>
public sealed record ToolCallConfirmation(
    [property: JsonPropertyName("tool_call_id")] string ToolCallId, [property: JsonPropertyName("confirmation")] string Confirmation)
{
    /// <summary>Creates a confirmation that allows a call.</summary>
    /// <param name="toolCallId">The ID of the pending call.</param>
    /// <returns>The confirmation.</returns>
    public static ToolCallConfirmation Allow(string toolCallId) => new(toolCallId, "allow");

    /// <summary>Creates a confirmation that denies a call.</summary>
    /// <param name="toolCallId">The ID of the pending call.</param>
    /// <returns>The confirmation.</returns>
    public static ToolCallConfirmation Deny(string toolCallId) => new(toolCallId, "deny");
}
