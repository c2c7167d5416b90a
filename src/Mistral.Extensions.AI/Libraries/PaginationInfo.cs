using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>The position of a page in a list (<c>PaginationInfo</c>).</summary>
public sealed record PaginationInfo
{
    /// <summary>The number of items on all pages (<c>total_items</c>).</summary>
    [JsonPropertyName("total_items")]
    public long? TotalItems { get; init; }

    /// <summary>The number of pages (<c>total_pages</c>).</summary>
    [JsonPropertyName("total_pages")]
    public int? TotalPages { get; init; }

    /// <summary>The page (<c>current_page</c>), counted from 0.</summary>
    [JsonPropertyName("current_page")]
    public int? CurrentPage { get; init; }

    /// <summary>The maximum number of items on a page (<c>page_size</c>).</summary>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>Whether there are further pages (<c>has_more</c>).</summary>
    [JsonPropertyName("has_more")]
    public bool? HasMore { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
