using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Connectors;

/// <summary>A connector: an MCP server that Mistral calls (<c>Connector</c>).</summary>
/// <remarks>
/// <see cref="AdditionalProperties"/> has the properties that this type does not define, for example <c>server_card</c> and
/// <c>locale</c>.
/// </remarks>
public sealed record Connector : IApiResponse
{
    /// <summary>The ID of the connector, a UUID (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The name of the connector (<c>name</c>), with which requests can select it as well.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The name to display (<c>title</c>).</summary>
    [JsonPropertyName("title")]
    public string? Title { get; init; }

    /// <summary>What the connector does (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The time when the connector was created (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time of the last change (<c>modified_at</c>).</summary>
    [JsonPropertyName("modified_at")]
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The URL of the server (<c>server</c>).</summary>
    [JsonPropertyName("server")]
    public string? Server { get; init; }

    /// <summary>The protocol (<c>protocol</c>): <c>mcp</c>, <c>http</c> or <c>turbine</c>. Other values are preserved.</summary>
    [JsonPropertyName("protocol")]
    public string? Protocol { get; init; }

    /// <summary>The URL of the icon (<c>icon_url</c>).</summary>
    [JsonPropertyName("icon_url")]
    public string? IconUrl { get; init; }

    /// <summary>The ID of the owner (<c>owner_id</c>).</summary>
    [JsonPropertyName("owner_id")]
    public string? OwnerId { get; init; }

    /// <summary>The type of the owner (<c>owner_type</c>): <c>user</c>, <c>org</c>, <c>workspace</c> or <c>system</c>.</summary>
    [JsonPropertyName("owner_type")]
    public string? OwnerType { get; init; }

    /// <summary>
    /// Who can use the connector (<c>visibility</c>): <c>shared_global</c>, <c>shared_org</c>, <c>shared_workspace</c> or <c>private</c>.
    /// </summary>
    [JsonPropertyName("visibility")]
    public string? Visibility { get; init; }

    /// <summary>The ID of the user who created the connector (<c>creator_id</c>).</summary>
    [JsonPropertyName("creator_id")]
    public string? CreatorId { get; init; }

    /// <summary>The system prompt that the connector adds (<c>system_prompt</c>).</summary>
    [JsonPropertyName("system_prompt")]
    public string? SystemPrompt { get; init; }

    /// <summary>Whether the connector is active (<c>active</c>).</summary>
    [JsonPropertyName("active")]
    public bool? Active { get; init; }

    /// <summary>Whether the connector is one of Mistral (<c>mistral</c>).</summary>
    [JsonPropertyName("mistral")]
    public bool? Mistral { get; init; }

    /// <summary>Whether the tools are executed privately (<c>private_tool_execution</c>).</summary>
    [JsonPropertyName("private_tool_execution")]
    public bool? PrivateToolExecution { get; init; }

    /// <summary>Whether credentials for the connector are stored (<c>is_authenticated</c>).</summary>
    [JsonPropertyName("is_authenticated")]
    public bool? IsAuthenticated { get; init; }

    /// <summary>The authentication methods that the server supports (<c>supported_auth_methods</c>).</summary>
    [JsonPropertyName("supported_auth_methods")]
    public IReadOnlyList<PublicAuthenticationMethod>? SupportedAuthMethods { get; init; }

    /// <summary>The credentials that are stored for the connector (<c>connection_credentials</c>), without their secrets.</summary>
    [JsonPropertyName("connection_credentials")]
    public IReadOnlyList<AuthenticationConfiguration>? ConnectionCredentials { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
