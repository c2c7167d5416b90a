using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Agents;

/// <summary>An alias of a version of an agent (<c>AgentAliasResponse</c>).</summary>
public sealed record AgentAliasResponse : IApiResponse
{
    /// <summary>The alias (<c>alias</c>), for example <c>production</c>.</summary>
    [JsonPropertyName("alias")]
    public string? Alias { get; init; }

    /// <summary>The number of the version (<c>version</c>).</summary>
    [JsonPropertyName("version")]
    public int? Version { get; init; }

    /// <summary>The time when the alias was created (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time of the last change (<c>updated_at</c>).</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Alias is not null;
}
