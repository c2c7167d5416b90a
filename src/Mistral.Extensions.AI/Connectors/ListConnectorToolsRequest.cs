using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>
/// The options of a list of tools (the query of <c>GET /v1/connectors/{connector_id_or_name}/tools</c>).
/// </summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListConnectorToolsRequest
{
    /// <summary>The maximum number of tools on a page (<c>page_size</c>), 1 or more.</summary>
    /// <value>Default: 100 tools.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>Whether Mistral asks the server for its tools again (<c>refresh</c>), and does not return those it stored.</summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("refresh")]
    public bool? Refresh { get; init; }

    /// <summary>
    /// Whether the tools have only their name, description, annotations and a compact input schema (<c>pretty</c>).
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("pretty")]
    public bool? Pretty { get; init; }

    /// <summary>
    /// The name of the stored credentials to use (<c>credentials_name</c>): 1 to 64 letters, digits, underscores and dashes.
    /// </summary>
    /// <value>Default: the default credentials of the connector.</value>
    [JsonPropertyName("credentials_name")]
    public string? CredentialsName { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListConnectorToolsRequest request) =>
        PagedList.Validate(null, request.PageSize) ?? CredentialsNameValidator.Validate(request.CredentialsName);

    internal IEnumerable<(string Name, string? Value)> ToParameters(int? page) =>
    [
        ("page", RequestParameter.Format(page)),
        ("page_size", RequestParameter.Format(PageSize)),
        ("refresh", RequestParameter.Format(Refresh)),
        ("pretty", RequestParameter.Format(Pretty)),
        ("credentials_name", CredentialsName),
    ];
}
