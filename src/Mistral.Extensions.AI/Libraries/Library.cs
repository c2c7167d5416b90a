using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A document library (<c>Library</c>).</summary>
public sealed record Library : IApiResponse
{
    /// <summary>The ID of the library, a UUID (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The name of the library (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The time when the library was created (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The time of the last change (<c>updated_at</c>).</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The ID of the owner (<c>owner_id</c>).</summary>
    [JsonPropertyName("owner_id")]
    public string? OwnerId { get; init; }

    /// <summary>The type of the owner (<c>owner_type</c>): <c>User</c> or <c>Workspace</c>. Other values are preserved.</summary>
    [JsonPropertyName("owner_type")]
    public string? OwnerType { get; init; }

    /// <summary>The size of all documents in bytes (<c>total_size</c>).</summary>
    [JsonPropertyName("total_size")]
    public long? TotalSize { get; init; }

    /// <summary>The number of documents (<c>nb_documents</c>).</summary>
    [JsonPropertyName("nb_documents")]
    public int? NbDocuments { get; init; }

    /// <summary>The number of characters of the chunks into which the text of documents is split (<c>chunk_size</c>).</summary>
    [JsonPropertyName("chunk_size")]
    public int? ChunkSize { get; init; }

    /// <summary>The emoji of the library (<c>emoji</c>).</summary>
    [JsonPropertyName("emoji")]
    public string? Emoji { get; init; }

    /// <summary>The description of the library (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The name that Mistral generated from the documents (<c>generated_name</c>).</summary>
    [JsonPropertyName("generated_name")]
    public string? GeneratedName { get; init; }

    /// <summary>The description that Mistral generated from the documents (<c>generated_description</c>).</summary>
    [JsonPropertyName("generated_description")]
    public string? GeneratedDescription { get; init; }

    /// <summary>The number of users with whom the library is shared (<c>explicit_user_members_count</c>).</summary>
    [JsonPropertyName("explicit_user_members_count")]
    public int? ExplicitUserMembersCount { get; init; }

    /// <summary>The number of workspaces with which the library is shared (<c>explicit_workspace_members_count</c>).</summary>
    [JsonPropertyName("explicit_workspace_members_count")]
    public int? ExplicitWorkspaceMembersCount { get; init; }

    /// <summary>The access level of the organization (<c>org_sharing_role</c>); null if the library is not shared with it.</summary>
    [JsonPropertyName("org_sharing_role")]
    public string? OrgSharingRole { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
