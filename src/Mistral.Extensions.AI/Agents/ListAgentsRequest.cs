using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Agents;

/// <summary>The filters and the page of a list of agents (the query of <c>GET /v1/agents/pages</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListAgentsRequest
{
    private const int MaxPageSize = 1000;

    /// <summary>The maximum number of agents on a page (<c>page_size</c>), between 1 and 1000.</summary>
    /// <value>Default: 20 agents.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>The page (<c>page_token</c>): <see cref="AgentListPage.NextPageToken"/> of the page before.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("page_token")]
    public string? PageToken { get; init; }

    /// <summary>Whether the agents are available in Mistral's own chat application (<c>deployment_chat</c>).</summary>
    [JsonPropertyName("deployment_chat")]
    public bool? DeploymentChat { get; init; }

    /// <summary>Where the agents were created (<c>sources</c>), one or more of the values of <see cref="Agent.Source"/>.</summary>
    [JsonPropertyName("sources")]
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>The name of the agents (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>A text that the name or the ID of the agents contains (<c>search</c>).</summary>
    [JsonPropertyName("search")]
    public string? Search { get; init; }

    /// <summary>The ID of the only agent to return (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>Metadata that the agents have (<c>metadata</c>), which is sent as JSON.</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListAgentsRequest request) => request.PageSize is < 1 or > MaxPageSize
        ? $"PageSize must be between 1 and {MaxPageSize}, but was {request.PageSize}."
        : null;

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("page_size", RequestParameter.Format(PageSize)),
        ("page_token", PageToken),
        ("deployment_chat", RequestParameter.Format(DeploymentChat)),
        .. RequestParameter.Repeat("sources", Sources),
        ("name", Name),
        ("search", Search),
        ("id", Id),
        ("metadata", MetadataJson.ToText(Metadata)),
    ];
}
