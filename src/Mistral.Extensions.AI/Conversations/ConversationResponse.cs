using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>The response after new inputs of a conversation (<c>ConversationResponse</c>).</summary>
public sealed record ConversationResponse : IApiResponse
{
    private readonly IReadOnlyList<ConversationEntry>? _outputs;

    /// <summary>The object type (<c>object</c>): <c>conversation.response</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>
    /// The ID of the conversation (<c>conversation_id</c>), with which it is continued. It can differ from the ID in the request.
    /// </summary>
    [JsonPropertyName("conversation_id")]
    public string? ConversationId { get; init; }

    /// <summary>
    /// The new entries (<c>outputs</c>) in order: messages of the model (<see cref="MessageOutputEntry"/>), executions of hosted tools
    /// (<see cref="ToolExecutionEntry"/>), function calls (<see cref="FunctionCallEntry"/>) and handoffs
    /// (<see cref="AgentHandoffEntry"/>). There can be several of each.
    /// </summary>
    [Content]
    [JsonPropertyName("outputs")]
    public IReadOnlyList<ConversationEntry> Outputs
    {
        get => _outputs ?? [];
        init => _outputs = ConversationEntry.WithoutNulls(value);
    }

    /// <summary>The token usage (<c>usage</c>) of the request.</summary>
    [JsonPropertyName("usage")]
    public ConversationUsageInfo? Usage { get; init; }

    /// <summary>The results of the moderation checks (<c>guardrails</c>); null if there are none.</summary>
    [JsonPropertyName("guardrails")]
    public IReadOnlyList<JsonElement>? Guardrails { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>The concatenated text of all messages of the model, without reasoning; empty if there is none.</summary>
    [JsonIgnore]
    public string Text => string.Concat(Outputs.OfType<MessageOutputEntry>().Select(message => message.Content?.Text));

    bool IApiResponse.HasContent => _outputs is not null;
}
