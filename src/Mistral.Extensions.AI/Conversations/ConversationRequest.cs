using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// A request that starts a conversation with a model or with an agent (<c>ConversationRequest</c>, <c>ConversationStreamRequest</c>).
/// </summary>
/// <remarks>A property that is null is not sent; the API then uses the setting of the agent or its default.</remarks>
public sealed record ConversationRequest : IModelRequest, IGenerationRequest
{
    /// <summary>
    /// The ID of the model (<c>model</c>), for example <c>mistral-medium-latest</c>. Required without <see cref="AgentId"/>.
    /// </summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The ID of the agent (<c>agent_id</c>). Required without <see cref="Model"/>; not allowed with it.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>
    /// The version of the agent (<c>agent_version</c>): a number such as <c>3</c>, which is sent as a JSON number, or an alias. Only with
    /// <see cref="AgentId"/>.
    /// </summary>
    /// <value>Default: the current version of the agent.</value>
    [JsonConverter(typeof(AgentVersionConverter))]
    [JsonPropertyName("agent_version")]
    public string? AgentVersion { get; init; }

    /// <summary>
    /// The inputs (<c>inputs</c>): the text of a user message, or entries, oldest first. Required; at least one entry. Entries of earlier
    /// responses can be inputs, so that a conversation which is not stored can be continued.
    /// </summary>
    [JsonPropertyName("inputs")]
    public ConversationInputs? Inputs { get; init; }

    /// <summary>The system prompt (<c>instructions</c>). Only with <see cref="Model"/>.</summary>
    [JsonPropertyName("instructions")]
    public string? Instructions { get; init; }

    /// <summary>
    /// The tools of the conversation (<c>tools</c>), which cannot be changed later. Only with <see cref="Model"/>.
    /// </summary>
    [JsonPropertyName("tools")]
    public IReadOnlyList<Tool>? Tools { get; init; }

    /// <summary>
    /// The generation settings (<c>completion_args</c>). Later requests can replace them. Only with <see cref="Model"/>.
    /// </summary>
    [JsonPropertyName("completion_args")]
    public CompletionArgs? CompletionArgs { get; init; }

    /// <summary>
    /// Whether the API stores the conversation (<c>store</c>). If false, it cannot be continued, read or deleted later.
    /// </summary>
    /// <value>Default: true.</value>
    [JsonPropertyName("store")]
    public bool? Store { get; init; }

    /// <summary>
    /// Who executes a handoff to another agent (<c>handoff_execution</c>): <c>server</c>, and the response has the messages of the other
    /// agent; or <c>client</c>, and the response ends with the handoff.
    /// </summary>
    /// <value>Default: <c>server</c>.</value>
    [JsonPropertyName("handoff_execution")]
    public string? HandoffExecution { get; init; }

    /// <summary>The moderation checks that the input must pass before the model processes it (<c>guardrails</c>).</summary>
    [JsonPropertyName("guardrails")]
    public IReadOnlyList<GuardrailConfig>? Guardrails { get; init; }

    /// <summary>The name of the conversation (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the conversation is about (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Custom keys and values that are attached to the conversation (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>
    /// Whether the response is streamed (<c>stream</c>). Set by the methods of <see cref="ConversationsApi"/>; other values are
    /// overwritten.
    /// </summary>
    [JsonPropertyName("stream")]
    public bool? Stream { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    int? IGenerationRequest.MaxTokens => CompletionArgs?.MaxTokens;

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, ConversationsJson.Default.ConversationRequest);
}
