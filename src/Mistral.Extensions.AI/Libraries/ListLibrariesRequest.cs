using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>The filter and the page of a list of libraries (the query of <c>GET /v1/libraries</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListLibrariesRequest
{
    private const int MaxPageSize = 100;

    /// <summary>The maximum number of libraries on a page (<c>page_size</c>), between 1 and 100.</summary>
    /// <value>Default: 100 libraries.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>The page (<c>page_token</c>): <see cref="ListLibrariesResponse.NextPageToken"/> of the page before.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("page_token")]
    public string? PageToken { get; init; }

    /// <summary>A text that the name of the libraries contains, in upper or lower case (<c>search</c>).</summary>
    [JsonPropertyName("search")]
    public string? Search { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListLibrariesRequest request) => request.PageSize is < 1 or > MaxPageSize
        ? $"PageSize must be between 1 and {MaxPageSize}, but was {request.PageSize}."
        : null;

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("page_size", RequestParameter.Format(PageSize)),
        ("page_token", PageToken),
        ("search", Search),
    ];
}
