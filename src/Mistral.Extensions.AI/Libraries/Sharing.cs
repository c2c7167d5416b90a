using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>The access of a user, a workspace or an organization to a library (<c>Sharing</c>).</summary>
public sealed record Sharing : IApiResponse
{
    /// <summary>The ID of the library (<c>library_id</c>).</summary>
    [JsonPropertyName("library_id")]
    public string? LibraryId { get; init; }

    /// <summary>The ID of the user (<c>user_id</c>).</summary>
    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }

    /// <summary>The ID of the organization (<c>org_id</c>).</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>The access level (<c>role</c>): <c>Viewer</c> or <c>Editor</c>. Other values are preserved.</summary>
    [JsonPropertyName("role")]
    public string? Role { get; init; }

    /// <summary>The type of the entity that has the access (<c>share_with_type</c>): <c>User</c>, <c>Workspace</c> or <c>Org</c>.</summary>
    [JsonPropertyName("share_with_type")]
    public string? ShareWithType { get; init; }

    /// <summary>The ID of the entity that has the access (<c>share_with_uuid</c>).</summary>
    [JsonPropertyName("share_with_uuid")]
    public string? ShareWithUuid { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => LibraryId is not null || Role is not null;
}
