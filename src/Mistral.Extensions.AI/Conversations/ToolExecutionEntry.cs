using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>The execution of a hosted tool by Mistral (<c>ToolExecutionEntry</c>).</summary>
public sealed record ToolExecutionEntry : ConversationEntry
{
    internal const string TypeName = "tool.execution";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The name of the tool (<c>name</c>), for example <c>web_search</c>, or of the function of a connector.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The arguments (<c>arguments</c>) as the text of a JSON object, for example with the search query.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("arguments")]
    public string? Arguments { get; init; }

    /// <summary>
    /// The result and other information (<c>info</c>). The properties depend on the tool: <c>code_interpreter</c> returns <c>code</c> and
    /// <c>code_output</c>, <c>web_search</c> returns <c>result</c>.
    /// </summary>
    [JsonPropertyName("info")]
    public IReadOnlyDictionary<string, JsonElement>? Info { get; init; }

    /// <summary>The ID of the agent that used the tool (<c>agent_id</c>); null without an agent.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>The ID of the model that used the tool (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }
}
