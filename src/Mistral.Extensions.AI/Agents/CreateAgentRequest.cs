using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Agents;

/// <summary>A request that creates an agent (<c>CreateAgentRequest</c>).</summary>
/// <remarks>A property that is null is not sent; the API then uses its default.</remarks>
public sealed record CreateAgentRequest : IModelRequest
{
    /// <summary>The ID of the model (<c>model</c>), for example <c>mistral-medium-latest</c>. Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The name of the agent (<c>name</c>). Required.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

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

    /// <summary>
    /// The IDs of the agents to which the agent can hand a conversation off (<c>handoffs</c>). The API rejects an empty list.
    /// </summary>
    [JsonPropertyName("handoffs")]
    public IReadOnlyList<string>? Handoffs { get; init; }

    /// <summary>Custom keys and values of the agent (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>What the version changes (<c>version_message</c>), at most 500 characters.</summary>
    [JsonPropertyName("version_message")]
    public string? VersionMessage { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, AgentsJson.Default.CreateAgentRequest);
}
