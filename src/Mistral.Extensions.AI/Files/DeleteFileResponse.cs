using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Files;

/// <summary>The result of deleting a file (<c>DeleteFileResponse</c>).</summary>
public sealed record DeleteFileResponse : IApiResponse
{
    /// <summary>The ID of the deleted file (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The type of the deleted object (<c>object</c>): <c>file</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>Whether the file was deleted (<c>deleted</c>).</summary>
    [JsonPropertyName("deleted")]
    public bool? Deleted { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null || Deleted is not null;
}
