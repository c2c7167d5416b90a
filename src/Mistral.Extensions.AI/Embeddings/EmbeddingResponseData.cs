using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>The embedding of one text (<c>EmbeddingResponseData</c>).</summary>
public sealed record EmbeddingResponseData
{
    /// <summary>The object type (<c>object</c>): <c>embedding</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The embedding vector (<c>embedding</c>).</summary>
    [Content]
    [JsonPropertyName("embedding")]
    public EmbeddingVector? Embedding { get; init; }

    /// <summary>The zero-based index of the text in the request (<c>index</c>).</summary>
    [JsonPropertyName("index")]
    public int? Index { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
