using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>
/// The filter, the order and the page of a list of documents (the query of <c>GET /v1/libraries/{library_id}/documents</c>).
/// </summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListDocumentsRequest
{
    private const int MaxPageSize = 100;

    /// <summary>A text that the documents contain in their name (<c>search</c>).</summary>
    [JsonPropertyName("search")]
    public string? Search { get; init; }

    /// <summary>The maximum number of documents on a page (<c>page_size</c>), between 1 and 100.</summary>
    /// <value>Default: 100 documents.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>The page (<c>page</c>), counted from 0. <see cref="LibraryDocumentsApi.ListAsync"/> starts with it.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>The property by which the documents are sorted (<c>sort_by</c>), for example <c>created_at</c>.</summary>
    /// <value>Default: <c>created_at</c>.</value>
    [JsonPropertyName("sort_by")]
    public string? SortBy { get; init; }

    /// <summary>The order (<c>sort_order</c>): <c>asc</c> or <c>desc</c>.</summary>
    /// <value>Default: <c>desc</c>.</value>
    [JsonPropertyName("sort_order")]
    public string? SortOrder { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListDocumentsRequest request) => request switch
    {
        { Page: < 0 } => $"Page must be 0 or greater, but was {request.Page}.",
        { PageSize: < 1 or > MaxPageSize } => $"PageSize must be between 1 and {MaxPageSize}, but was {request.PageSize}.",
        _ => null,
    };

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("search", Search),
        ("page_size", RequestParameter.Format(PageSize)),
        ("page", RequestParameter.Format(Page)),
        ("sort_by", SortBy),
        ("sort_order", SortOrder),
    ];
}
