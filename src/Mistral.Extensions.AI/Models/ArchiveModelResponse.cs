using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Models;

/// <summary>The result of archiving or unarchiving a model (<c>ArchiveModelResponse</c>, <c>UnarchiveModelResponse</c>).</summary>
public sealed record ArchiveModelResponse : IApiResponse
{
    /// <summary>The ID of the model (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>model</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>Whether the model is archived now (<c>archived</c>).</summary>
    [JsonPropertyName("archived")]
    public bool? Archived { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null || Archived is not null;
}
