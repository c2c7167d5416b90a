using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Generated speech (<c>SpeechResponse</c>).</summary>
public sealed record SpeechResponse : IApiResponse
{
    /// <summary>The audio (<c>audio_data</c>) in the format that was requested, decoded from base64.</summary>
    [Content]
    [JsonPropertyName("audio_data")]
    public ReadOnlyMemory<byte>? AudioData { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => AudioData is not null;
}
