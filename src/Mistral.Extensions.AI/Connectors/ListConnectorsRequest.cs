using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>The filter and the page of a list of connectors (the query of <c>GET /v1/connectors</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListConnectorsRequest
{
    private const int MaxPageSize = 1000;

    /// <summary>Whether the connectors are active for the user, the workspace and the organization (<c>active</c>).</summary>
    [JsonPropertyName("active")]
    public bool? Active { get; init; }

    /// <summary>The page (<c>cursor</c>): <see cref="PaginationResponse.NextCursor"/> of the page before.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("cursor")]
    public string? Cursor { get; init; }

    /// <summary>The maximum number of connectors on a page (<c>page_size</c>), between 1 and 1000.</summary>
    /// <value>Default: 100 connectors.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListConnectorsRequest request) => request.PageSize is < 1 or > MaxPageSize
        ? $"PageSize must be between 1 and {MaxPageSize}, but was {request.PageSize}."
        : null;

    // The properties of query_filters are parameters of their own: an object in the query is "exploded" by default in OpenAPI.
    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("active", RequestParameter.Format(Active)),
        ("cursor", Cursor),
        ("page_size", RequestParameter.Format(PageSize)),
    ];
}
