using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>Token usage of a request of a conversation (<c>ConversationUsageInfo</c>).</summary>
public sealed record ConversationUsageInfo
{
    /// <summary>The number of tokens in the prompt (<c>prompt_tokens</c>).</summary>
    [JsonPropertyName("prompt_tokens")]
    public int? PromptTokens { get; init; }

    /// <summary>The number of generated tokens (<c>completion_tokens</c>), including reasoning.</summary>
    [JsonPropertyName("completion_tokens")]
    public int? CompletionTokens { get; init; }

    /// <summary>
    /// The total number of tokens (<c>total_tokens</c>). More than the sum of <see cref="PromptTokens"/> and
    /// <see cref="CompletionTokens"/> if hosted tools were used.
    /// </summary>
    [JsonPropertyName("total_tokens")]
    public int? TotalTokens { get; init; }

    /// <summary>The number of tokens that hosted tools used (<c>connector_tokens</c>); null if none was used.</summary>
    [JsonPropertyName("connector_tokens")]
    public int? ConnectorTokens { get; init; }

    /// <summary>The number of calls by hosted tool (<c>connectors</c>), for example of <c>web_search</c>; null if none was used.</summary>
    [JsonPropertyName("connectors")]
    public IReadOnlyDictionary<string, int>? Connectors { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
