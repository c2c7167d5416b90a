using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>The response of <c>/v1/embeddings</c> (<c>EmbeddingResponse</c>).</summary>
public sealed record EmbeddingResponse : IApiResponse
{
    private readonly IReadOnlyList<EmbeddingResponseData>? _data;

    /// <summary>The ID of the response (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>list</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The model that created the embeddings (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>
    /// The embeddings (<c>data</c>), one for each text. The order is not guaranteed: <see cref="EmbeddingResponseData.Index"/> identifies
    /// the text.
    /// </summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<EmbeddingResponseData> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    bool IApiResponse.HasContent => _data is not null;

    /// <summary>The token usage of the request (<c>usage</c>).</summary>
    [JsonPropertyName("usage")]
    public UsageInfo? Usage { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
