using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>One page of a list of documents (<c>ListDocumentsResponse</c>).</summary>
public sealed record ListDocumentsResponse : IApiResponse, IPage<Document>
{
    private readonly IReadOnlyList<Document>? _data;

    /// <summary>The documents (<c>data</c>).</summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<Document> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    /// <summary>The position of the page in the list (<c>pagination</c>).</summary>
    [JsonPropertyName("pagination")]
    public PaginationInfo? Pagination { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    long? IPage<Document>.Total => Pagination?.TotalItems;

    bool IApiResponse.HasContent => _data is not null;
}
