using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A transcription of audio (<c>TranscriptionResponse</c>).</summary>
public sealed record TranscriptionResponse : IApiResponse
{
    /// <summary>The model that transcribed the audio (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The whole text (<c>text</c>); empty if the audio contains no speech.</summary>
    [Content]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The language of the audio (<c>language</c>) as two letters, for example <c>en</c>; may be null.</summary>
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>
    /// The segments or words with their times (<c>segments</c>). Empty or null unless
    /// <see cref="AudioTranscriptionRequest.TimestampGranularities"/> is set.
    /// </summary>
    [JsonPropertyName("segments")]
    public IReadOnlyList<TranscriptionSegmentChunk>? Segments { get; init; }

    /// <summary>The token usage and the length of the audio in seconds (<c>usage</c>).</summary>
    [JsonPropertyName("usage")]
    public UsageInfo? Usage { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Text is not null;
}
