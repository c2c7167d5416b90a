using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A request that creates or changes an access to a library (<c>SharingRequest</c>).</summary>
public sealed record SharingRequest : IRequestBody
{
    /// <summary>The access level (<c>level</c>): <c>Viewer</c> or <c>Editor</c>. Required.</summary>
    [JsonPropertyName("level")]
    public string? Level { get; init; }

    /// <summary>The ID of the user, workspace or organization (<c>share_with_uuid</c>), a UUID. Required.</summary>
    [JsonPropertyName("share_with_uuid")]
    public string? ShareWithUuid { get; init; }

    /// <summary>What has this ID (<c>share_with_type</c>): <c>User</c>, <c>Workspace</c> or <c>Org</c>. Required.</summary>
    [JsonPropertyName("share_with_type")]
    public string? ShareWithType { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, LibrariesJson.Default.SharingRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(SharingRequest request) => string.IsNullOrWhiteSpace(request.Level)
        ? "No access level was specified. Set Level to \"Viewer\" or \"Editor\"."
        : SharingDelete.ValidateEntity(request.ShareWithUuid, request.ShareWithType);
}
