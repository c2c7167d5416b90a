using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>Mistral has started to execute a hosted tool (<c>ToolExecutionStartedEvent</c>).</summary>
public sealed record ToolExecutionStartedEvent : ConversationEvent
{
    internal const string TypeName = "tool.execution.started";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the execution (<c>id</c>), the same in all its events.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The name of the tool (<c>name</c>), for example <c>web_search</c>, or of the function of a connector.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The arguments (<c>arguments</c>), or their first part, as the text of a JSON object.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("arguments")]
    public string? Arguments { get; init; }

    /// <summary>The ID of the model that uses the tool (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The ID of the agent that uses the tool (<c>agent_id</c>); null without an agent.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }
}

/// <summary>A part of the arguments of a hosted tool (<c>ToolExecutionDeltaEvent</c>).</summary>
public sealed record ToolExecutionDeltaEvent : ConversationEvent
{
    internal const string TypeName = "tool.execution.delta";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the execution (<c>id</c>), the same in all its events.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The name of the tool (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The new part of the arguments (<c>arguments</c>).</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("arguments")]
    public string? Arguments { get; init; }

    private protected override bool ContinuesResponse => Arguments is { Length: > 0 };
}

/// <summary>Mistral has executed a hosted tool (<c>ToolExecutionDoneEvent</c>).</summary>
public sealed record ToolExecutionDoneEvent : ConversationEvent
{
    internal const string TypeName = "tool.execution.done";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The ID of the execution (<c>id</c>), the same in all its events.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The name of the tool (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <inheritdoc cref="ToolExecutionEntry.Info"/>
    [JsonPropertyName("info")]
    public IReadOnlyDictionary<string, JsonElement>? Info { get; init; }
}
