using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>Credentials that are stored for a connector, without their secrets (<c>AuthenticationConfiguration</c>).</summary>
/// <remarks><see cref="AdditionalProperties"/> has the result of the last check (<c>status</c>).</remarks>
public sealed record AuthenticationConfiguration
{
    /// <summary>
    /// The name of the credentials (<c>name</c>), for <see cref="ListConnectorToolsRequest.CredentialsName"/> and tool calls.
    /// </summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The display name (<c>title</c>).</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>
    /// The authentication method (<c>authentication_type</c>): <c>oauth2</c>, <c>bearer</c>, <c>none</c>, <c>github_app</c> or
    /// <c>slack_app</c>. Other values are preserved.
    /// </summary>
    [JsonPropertyName("authentication_type")]
    public string? AuthenticationType { get; init; }

    /// <summary>Who can use the credentials (<c>scope</c>): <c>user</c>, <c>workspace</c>, <c>org</c> or <c>system</c>.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    /// <summary>Whether the credentials are used if a request does not name any (<c>is_default</c>).</summary>
    [JsonPropertyName("is_default")]
    public bool? IsDefault { get; init; }

    /// <summary>The ID of the user who created the credentials (<c>creator_id</c>).</summary>
    [JsonPropertyName("creator_id")]
    public string? CreatorId { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
