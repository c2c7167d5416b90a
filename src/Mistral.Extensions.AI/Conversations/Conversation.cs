using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// A stored conversation with a model (<c>ModelConversation</c>) or with an agent (<c>AgentConversation</c>), without its entries.
/// </summary>
public sealed record Conversation : IApiResponse
{
    /// <summary>The ID of the conversation (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>conversation</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The name of the conversation (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the conversation is about (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Custom keys and values of the conversation (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>The time when the conversation was started (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time of the last change (<c>updated_at</c>).</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The ID of the model (<c>model</c>); null for a conversation with an agent.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The system prompt (<c>instructions</c>); null for a conversation with an agent.</summary>
    [JsonPropertyName("instructions")]
    public string? Instructions { get; init; }

    /// <summary>The tools (<c>tools</c>); null for a conversation with an agent.</summary>
    [JsonPropertyName("tools")]
    public IReadOnlyList<Tool>? Tools { get; init; }

    /// <summary>The generation settings (<c>completion_args</c>); null for a conversation with an agent.</summary>
    [JsonPropertyName("completion_args")]
    public CompletionArgs? CompletionArgs { get; init; }

    /// <summary>The moderation checks (<c>guardrails</c>); null for a conversation with an agent.</summary>
    [JsonPropertyName("guardrails")]
    public IReadOnlyList<GuardrailConfig>? Guardrails { get; init; }

    /// <summary>The ID of the agent (<c>agent_id</c>); null for a conversation with a model.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>The version of the agent (<c>agent_version</c>), a number or an alias; null for the current version.</summary>
    [JsonConverter(typeof(AgentVersionConverter))]
    [JsonPropertyName("agent_version")]
    public string? AgentVersion { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
