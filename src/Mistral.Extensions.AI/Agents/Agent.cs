using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Agents;

/// <summary>An agent, in one of its versions (<c>Agent</c>).</summary>
public sealed record Agent : IApiResponse
{
    /// <summary>The ID of the agent (<c>id</c>), the same in all versions.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>agent</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The name of the agent (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The ID of the model (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The system prompt of the agent (<c>instructions</c>).</summary>
    [JsonPropertyName("instructions")]
    public string? Instructions { get; init; }

    /// <summary>The tools of the agent (<c>tools</c>): functions, and hosted tools such as <see cref="WebSearchTool"/>.</summary>
    [JsonPropertyName("tools")]
    public IReadOnlyList<Tool>? Tools { get; init; }

    /// <summary>The generation settings (<c>completion_args</c>) of the agent.</summary>
    [JsonPropertyName("completion_args")]
    public CompletionArgs? CompletionArgs { get; init; }

    /// <summary>The moderation checks that the input must pass before the model processes it (<c>guardrails</c>).</summary>
    [JsonPropertyName("guardrails")]
    public IReadOnlyList<GuardrailConfig>? Guardrails { get; init; }

    /// <summary>What the agent does (<c>description</c>), which other agents use to decide about a handoff.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The IDs of the agents to which the agent can hand a conversation off (<c>handoffs</c>).</summary>
    [JsonPropertyName("handoffs")]
    public IReadOnlyList<string>? Handoffs { get; init; }

    /// <summary>Custom keys and values of the agent (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>The ID of the owner (<c>owner_id</c>).</summary>
    [JsonPropertyName("owner_id")]
    public string? OwnerId { get; init; }

    /// <summary>The number of this version (<c>version</c>).</summary>
    [JsonPropertyName("version")]
    public int? Version { get; init; }

    /// <summary>The numbers of all versions (<c>versions</c>).</summary>
    [JsonPropertyName("versions")]
    public IReadOnlyList<int>? Versions { get; init; }

    /// <summary>What the version changes (<c>version_message</c>).</summary>
    [JsonPropertyName("version_message")]
    public string? VersionMessage { get; init; }

    /// <summary>The time when the agent was created (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time of the last change (<c>updated_at</c>).</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether the agent is available in Mistral's own chat application (<c>deployment_chat</c>).</summary>
    [JsonPropertyName("deployment_chat")]
    public bool? DeploymentChat { get; init; }

    /// <summary>
    /// Where the agent was created (<c>source</c>): <c>api</c>, <c>playground</c> or <c>agent_builder_v1</c>. Other values are preserved.
    /// </summary>
    [JsonPropertyName("source")]
    public string? Source { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
