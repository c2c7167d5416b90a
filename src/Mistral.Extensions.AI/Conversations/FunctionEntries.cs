using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>A function call that the model requests (<c>FunctionCallEntry</c>).</summary>
/// <remarks>
/// A call of a function of the caller is answered with a <see cref="FunctionResultEntry"/>. If <see cref="IsConfirmationPending"/> is true,
/// the call is one of a hosted tool: Mistral executes it after a <see cref="ToolCallConfirmation"/>.
/// </remarks>
public sealed record FunctionCallEntry : ConversationEntry
{
    internal const string TypeName = "function.call";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the call (<c>tool_call_id</c>), to which the result and the confirmation refer.</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; init; }

    /// <summary>The name of the function (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>
    /// The arguments (<c>arguments</c>) as the text of a JSON object. If the API returns the object itself instead of a string, this is its
    /// JSON text.
    /// </summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("arguments")]
    public string? Arguments { get; init; }

    /// <summary>
    /// Whether the call was confirmed (<c>confirmation_status</c>): <c>pending</c>, <c>allowed</c> or <c>denied</c>; null if it does not
    /// require confirmation. Other values are preserved.
    /// </summary>
    [JsonPropertyName("confirmation_status")]
    public string? ConfirmationStatus { get; init; }

    /// <summary>Whether Mistral waits for the confirmation of the call before it executes it.</summary>
    [JsonIgnore]
    public bool IsConfirmationPending => ConfirmationStatus is "pending";

    /// <summary>The ID of the agent that calls the function (<c>agent_id</c>); null without an agent.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>The ID of the model that calls the function (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }
}

/// <summary>The result of a function call (<c>FunctionResultEntry</c>).</summary>
/// <param name="ToolCallId">The ID of the call (<c>tool_call_id</c>), <see cref="FunctionCallEntry.ToolCallId"/>.</param>
/// <param name="Result">The result (<c>result</c>): text, or JSON as text.</param>
public sealed record FunctionResultEntry(
    [property: Content, JsonPropertyName("tool_call_id")] string ToolCallId,
    [property: Content, JsonPropertyName("result"), JsonConverter(typeof(JsonTextConverter))] string Result) : ConversationEntry
{
    internal const string TypeName = "function.result";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;
}
