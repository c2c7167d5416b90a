using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>The first event of a response (<c>ResponseStartedEvent</c>).</summary>
public sealed record ResponseStartedEvent : ConversationEvent
{
    internal const string TypeName = "conversation.response.started";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>
    /// The ID of the conversation (<c>conversation_id</c>), with which it is continued. It can differ from the ID in the request.
    /// </summary>
    [JsonPropertyName("conversation_id")]
    public string? ConversationId { get; init; }
}

/// <summary>The last event of a response (<c>ResponseDoneEvent</c>).</summary>
public sealed record ResponseDoneEvent : ConversationEvent
{
    internal const string TypeName = "conversation.response.done";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The token usage (<c>usage</c>) of the request.</summary>
    [JsonPropertyName("usage")]
    public ConversationUsageInfo? Usage { get; init; }
}
