using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A request that deletes an access to a library (<c>SharingDelete</c>).</summary>
public sealed record SharingDelete : IRequestBody
{
    /// <summary>The ID of the user, workspace or organization (<c>share_with_uuid</c>), a UUID. Required.</summary>
    [JsonPropertyName("share_with_uuid")]
    public string? ShareWithUuid { get; init; }

    /// <summary>What has this ID (<c>share_with_type</c>): <c>User</c>, <c>Workspace</c> or <c>Org</c>. Required.</summary>
    [JsonPropertyName("share_with_type")]
    public string? ShareWithType { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, LibrariesJson.Default.SharingDelete);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(SharingDelete request) => ValidateEntity(request.ShareWithUuid, request.ShareWithType);

    internal static string? ValidateEntity(string? id, string? type) => (id, type) switch
    {
        _ when string.IsNullOrWhiteSpace(id) =>
            "No user, workspace or organization was specified. Set ShareWithUuid to the ID of one.",
        _ when string.IsNullOrWhiteSpace(type) =>
            "The type of the entity was not specified. Set ShareWithType to \"User\", \"Workspace\" or \"Org\".",
        _ => null,
    };
}
