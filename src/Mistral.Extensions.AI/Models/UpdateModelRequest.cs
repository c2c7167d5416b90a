using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>
/// The new name or description of a fine-tuned model (<c>UpdateModelRequest</c>). A property that is null is not changed.
/// </summary>
public sealed record UpdateModelRequest : IRequestBody
{
    /// <summary>The display name of the model (<c>name</c>). The ID of the model does not change.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The description of the model (<c>description</c>).</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, ModelsJson.Default.UpdateModelRequest);

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(UpdateModelRequest request) =>
        request is { Name: null, Description: null, AdditionalProperties: not { Count: > 0 } }
            ? "The request changes nothing. Set Name or Description."
            : null;
}
