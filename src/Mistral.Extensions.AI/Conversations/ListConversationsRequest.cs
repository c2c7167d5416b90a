using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>The filter and the page of a list of conversations (the query of <c>GET /v1/conversations</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListConversationsRequest
{
    /// <summary>The page to start with (<c>page</c>), counted from 0.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>The maximum number of conversations on a page (<c>page_size</c>), 1 or more.</summary>
    /// <value>Default: 100 conversations.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>Metadata that the conversations have (<c>metadata</c>), which is sent as JSON.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListConversationsRequest request) => PagedList.Validate(request.Page, request.PageSize);

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("page", RequestParameter.Format(Page)),
        ("page_size", RequestParameter.Format(PageSize)),
        ("metadata", MetadataJson.ToText(Metadata)),
    ];
}
