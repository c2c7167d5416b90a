using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// A part of a function call that the model requests (<c>FunctionCallEvent</c>). All events of a call have its ID and name; their
/// arguments are concatenated.
/// </summary>
public sealed record FunctionCallEvent : ConversationEvent
{
    internal const string TypeName = "function.call.delta";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the entry (<c>id</c>), the same in all events of the call.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The ID of the call (<c>tool_call_id</c>), to which the result and the confirmation refer.</summary>
    [JsonPropertyName("tool_call_id")]
    public string? ToolCallId { get; init; }

    /// <summary>The name of the function (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>
    /// The new part of the arguments (<c>arguments</c>), a fragment of the text of a JSON object. If the API returns the object itself
    /// instead of a string, this is its JSON text.
    /// </summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("arguments")]
    public string? Arguments { get; init; }

    /// <inheritdoc cref="FunctionCallEntry.ConfirmationStatus"/>
    [JsonPropertyName("confirmation_status")]
    public string? ConfirmationStatus { get; init; }

    /// <inheritdoc cref="FunctionCallEntry.IsConfirmationPending"/>
    [JsonIgnore]
    public bool IsConfirmationPending => ConfirmationStatus is "pending";

    /// <summary>The ID of the model that calls the function (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The ID of the agent that calls the function (<c>agent_id</c>); null without an agent.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    private protected override bool ContinuesResponse => Arguments is { Length: > 0 };
}
