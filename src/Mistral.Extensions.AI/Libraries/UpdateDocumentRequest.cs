using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>A request that changes the properties of a document, but not its content (<c>UpdateDocumentRequest</c>).</summary>
/// <remarks>
/// A property that is null is not changed. To remove a value, send a JSON null through <see cref="AdditionalProperties"/>.
/// </remarks>
public sealed record UpdateDocumentRequest : IRequestBody
{
    /// <summary>The name of the document (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>
    /// Custom keys and values of the document (<c>attributes</c>). The values are texts, numbers, booleans or times, or lists of texts,
    /// numbers or booleans.
    /// </summary>
    [JsonPropertyName("attributes")]
    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }

    /// <summary>The time at which the document will be deleted (<c>expires_at</c>).</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, LibrariesJson.Default.UpdateDocumentRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(UpdateDocumentRequest request) =>
        request is { Name: null, Attributes: null, ExpiresAt: null, AdditionalProperties: null or { Count: 0 } }
            ? "The request changes nothing. Set at least one property."
            : null;
}
