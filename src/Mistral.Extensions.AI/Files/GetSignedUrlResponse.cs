using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Files;

/// <summary>A signed URL of a file (<c>GetSignedUrlResponse</c>).</summary>
public sealed record GetSignedUrlResponse : IApiResponse
{
    /// <summary>
    /// The URL, with which anyone can download the file without an API key until the URL expires (<c>url</c>). Do not log it.
    /// </summary>
    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Url is not null;
}
