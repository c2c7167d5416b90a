using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>An authentication method of the server of a connector, without secrets (<c>PublicAuthenticationMethod</c>).</summary>
/// <remarks>
/// <see cref="AdditionalProperties"/> has the properties that this type does not define: <c>headers</c>, <c>global_headers</c> and
/// <c>oauth2_server_metadata</c>.
/// </remarks>
public sealed record PublicAuthenticationMethod
{
    /// <summary>
    /// The method (<c>method_type</c>): <c>oauth2</c>, <c>bearer</c>, <c>none</c>, <c>github_app</c> or <c>slack_app</c>. Other values are
    /// preserved.
    /// </summary>
    [JsonPropertyName("method_type")]
    public string? MethodType { get; init; }

    /// <summary>
    /// The OAuth 2.0 grant (<c>grant_type</c>): <c>authorization_code</c> or <c>client_credentials</c>; null for other methods. Other
    /// values are preserved.
    /// </summary>
    [JsonPropertyName("grant_type")]
    public string? GrantType { get; init; }

    /// <summary>Whether credentials are stored with the connector (<c>has_default_credentials</c>).</summary>
    [JsonPropertyName("has_default_credentials")]
    public bool? HasDefaultCredentials { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
