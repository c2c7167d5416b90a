using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Audio;

/// <summary>A part of a transcription with its time (<c>TranscriptionSegmentChunk</c>).</summary>
public sealed record TranscriptionSegmentChunk
{
    /// <summary>The type of the chunk (<c>type</c>): <c>transcription_segment</c>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The text (<c>text</c>), with the space that separates it from the segment before.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The start in seconds from the beginning of the audio (<c>start</c>).</summary>
    [JsonPropertyName("start")]
    public double? Start { get; init; }

    /// <summary>The end in seconds from the beginning of the audio (<c>end</c>).</summary>
    [JsonPropertyName("end")]
    public double? End { get; init; }

    /// <summary>The score of the segment (<c>score</c>); may be null.</summary>
    [JsonPropertyName("score")]
    public double? Score { get; init; }

    /// <summary>
    /// The ID of the speaker (<c>speaker_id</c>), for example <c>speaker_1</c>; null unless
    /// <see cref="AudioTranscriptionRequest.Diarize"/> is true.
    /// </summary>
    [JsonPropertyName("speaker_id")]
    public string? SpeakerId { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
