using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>The position of a page in a list (<c>PaginationResponse</c>).</summary>
public sealed record PaginationResponse
{
    /// <summary>
    /// The value of <see cref="ListConnectorsRequest.Cursor"/> for the next page (<c>next_cursor</c>); null on the last page.
    /// </summary>
    [JsonPropertyName("next_cursor")]
    public string? NextCursor { get; init; }

    /// <summary>The maximum number of items on a page (<c>page_size</c>).</summary>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
