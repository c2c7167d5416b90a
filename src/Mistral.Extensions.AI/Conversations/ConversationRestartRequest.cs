using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// A request that starts a new conversation from an entry of another one (<c>ConversationRestartRequest</c>,
/// <c>ConversationRestartStreamRequest</c>). The model, the agent, the system prompt and the tools are those of the other conversation.
/// </summary>
/// <remarks>A property that is null is not sent; the API then uses the setting of the conversation or its default.</remarks>
public sealed record ConversationRestartRequest : IGenerationRequest
{
    /// <summary>
    /// The ID of the last entry that the new conversation has in common with the other one (<c>from_entry_id</c>). Required.
    /// </summary>
    [JsonPropertyName("from_entry_id")]
    public string? FromEntryId { get; init; }

    /// <summary>The inputs after that entry (<c>inputs</c>): the text of a user message, or entries, oldest first.</summary>
    [JsonPropertyName("inputs")]
    public ConversationInputs? Inputs { get; init; }

    /// <summary>
    /// The version of the agent (<c>agent_version</c>): a number such as <c>3</c>, which is sent as a JSON number, or an alias.
    /// </summary>
    /// <value>Default: the current version of the agent.</value>
    [JsonConverter(typeof(AgentVersionConverter))]
    [JsonPropertyName("agent_version")]
    public string? AgentVersion { get; init; }

    /// <summary>The generation settings (<c>completion_args</c>), instead of those of the conversation.</summary>
    [JsonPropertyName("completion_args")]
    public CompletionArgs? CompletionArgs { get; init; }

    /// <summary>
    /// Whether the API stores the new conversation (<c>store</c>). If false, it cannot be continued, read or deleted later.
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

    /// <summary>Custom keys and values that are attached to the new conversation (<c>metadata</c>).</summary>
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
        JsonSerializer.Serialize(writer, this, ConversationsJson.Default.ConversationRestartRequest);
}
