using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>Vectors for texts (<c>EmbeddingResponse</c>).</summary>
public sealed record EmbeddingResponse : IApiResponse
{
    private readonly IReadOnlyList<EmbeddingResponseData>? _data;

    /// <summary>The id of the answer.</summary>
    public string? Id { get; init; }

    /// <summary><c>list</c>.</summary>
    public string? Object { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>A vector a text; in the order of <see cref="EmbeddingResponseData.Index"/>, which need not be the order here.</summary>
    public IReadOnlyList<EmbeddingResponseData> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    bool IApiResponse.HasContent => _data is not null;

    /// <summary>What it cost.</summary>
    public UsageInfo? Usage { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>The vector of one text (<c>EmbeddingResponseData</c>).</summary>
public sealed record EmbeddingResponseData
{
    /// <summary><c>embedding</c>.</summary>
    public string? Object { get; init; }

    /// <summary>The vector.</summary>
    public EmbeddingVector? Embedding { get; init; }

    /// <summary>Which of the texts it is for, from 0.</summary>
    public int? Index { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
