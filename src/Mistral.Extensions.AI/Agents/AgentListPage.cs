using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Agents;

/// <summary>One page of a list of agents (<c>AgentListPage</c>).</summary>
public sealed record AgentListPage : IApiResponse, ITokenPage<Agent>
{
    private readonly IReadOnlyList<Agent>? _data;

    /// <summary>The agents (<c>data</c>).</summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<Agent> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    /// <summary>The object type (<c>object</c>): <c>list</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>
    /// The value of <see cref="ListAgentsRequest.PageToken"/> for the next page (<c>next_page_token</c>); null on the last page.
    /// </summary>
    [JsonPropertyName("next_page_token")]
    public string? NextPageToken { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    IReadOnlyList<Agent> ITokenPage<Agent>.Items => Data;

    string? ITokenPage<Agent>.NextToken => NextPageToken;

    bool IApiResponse.HasContent => _data is not null;
}
