using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A request that changes a library (<c>UpdateLibraryRequest</c>).</summary>
/// <remarks>
/// A property that is null is not changed. To remove the description, send a JSON null through <see cref="AdditionalProperties"/>.
/// </remarks>
public sealed record UpdateLibraryRequest : IRequestBody
{
    /// <summary>The name of the library (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description of the library (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, LibrariesJson.Default.UpdateLibraryRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(UpdateLibraryRequest request) =>
        request is { Name: null, Description: null, AdditionalProperties: null or { Count: 0 } }
            ? "The request changes nothing. Set at least one property."
            : null;
}
