using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>One page of a list of connectors (<c>PaginatedConnectors</c>).</summary>
public sealed record PaginatedConnectors : IApiResponse, ITokenPage<Connector>
{
    private readonly IReadOnlyList<Connector>? _items;

    /// <summary>The connectors (<c>items</c>).</summary>
    [Content]
    [JsonPropertyName("items")]
    public IReadOnlyList<Connector> Items
    {
        get => _items ?? [];
        init => _items = value;
    }

    /// <summary>The position of the page in the list (<c>pagination</c>).</summary>
    [JsonPropertyName("pagination")]
    public PaginationResponse? Pagination { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    IReadOnlyList<Connector> ITokenPage<Connector>.Items => Items;

    string? ITokenPage<Connector>.NextToken => Pagination?.NextCursor;

    bool IApiResponse.HasContent => _items is not null;
}
