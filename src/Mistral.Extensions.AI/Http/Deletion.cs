using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Http;

/// <summary>The response to the deletion of an object, which usually has no body.</summary>
internal sealed record Deletion : IApiResponse
{
    /// <summary>The ID of the deleted object, if the response has a body.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the response has no body.</summary>
    [JsonIgnore]
    public bool HasNoBody { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => HasNoBody || Id is not null;
}
