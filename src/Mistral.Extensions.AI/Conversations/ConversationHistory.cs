using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>All entries of a conversation (<c>ConversationHistory</c>).</summary>
public sealed record ConversationHistory : IApiResponse
{
    private readonly IReadOnlyList<ConversationEntry>? _entries;

    /// <summary>The object type (<c>object</c>): <c>conversation.history</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The ID of the conversation (<c>conversation_id</c>).</summary>
    [JsonPropertyName("conversation_id")]
    public string? ConversationId { get; init; }

    /// <summary>The entries (<c>entries</c>), oldest first.</summary>
    [Content]
    [JsonPropertyName("entries")]
    public IReadOnlyList<ConversationEntry> Entries
    {
        get => _entries ?? [];
        init => _entries = ConversationEntry.WithoutNulls(value);
    }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => _entries is not null;
}
