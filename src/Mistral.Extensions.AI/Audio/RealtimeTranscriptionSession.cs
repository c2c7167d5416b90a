using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Audio;

/// <summary>The settings of a realtime transcription, as the server applies them (<c>RealtimeTranscriptionSession</c>).</summary>
public sealed record RealtimeTranscriptionSession
{
    /// <summary>The ID of the session for questions to Mistral's support (<c>request_id</c>).</summary>
    [JsonPropertyName("request_id")]
    public string? RequestId { get; init; }

    /// <summary>The model (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The format of the audio (<c>audio_format</c>).</summary>
    [JsonPropertyName("audio_format")]
    public AudioFormat? AudioFormat { get; init; }

    /// <summary>
    /// The delay in milliseconds with which the text follows the audio (<c>target_streaming_delay_ms</c>); null for that of the model.
    /// </summary>
    [JsonPropertyName("target_streaming_delay_ms")]
    public int? TargetStreamingDelayMs { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
