using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>The messages of a conversation, without its other entries (<c>ConversationMessages</c>).</summary>
public sealed record ConversationMessages : IApiResponse
{
    private readonly IReadOnlyList<ConversationEntry>? _messages;

    /// <summary>The object type (<c>object</c>): <c>conversation.messages</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The ID of the conversation (<c>conversation_id</c>).</summary>
    [JsonPropertyName("conversation_id")]
    public string? ConversationId { get; init; }

    /// <summary>
    /// The messages (<c>messages</c>), oldest first: <see cref="MessageInputEntry"/> and <see cref="MessageOutputEntry"/>.
    /// </summary>
    [Content]
    [JsonPropertyName("messages")]
    public IReadOnlyList<ConversationEntry> Messages
    {
        get => _messages ?? [];
        init => _messages = ConversationEntry.WithoutNulls(value);
    }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => _messages is not null;
}
