using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Audio;

/// <summary>
/// Changes of the settings of a realtime transcription (<c>RealtimeTranscriptionSessionUpdatePayload</c>), before the first audio is sent.
/// </summary>
/// <remarks>Properties that are null are not sent, and do not change.</remarks>
public sealed record RealtimeTranscriptionSessionUpdatePayload
{
    /// <summary>The format of the audio (<c>audio_format</c>).</summary>
    /// <value>Default: the format that the server chooses, see <see cref="RealtimeConnection.Session"/>.</value>
    [JsonPropertyName("audio_format")]
    public AudioFormat? AudioFormat { get; init; }

    /// <summary>
    /// The delay in milliseconds with which the text follows the audio (<c>target_streaming_delay_ms</c>), 0 or more. A longer delay makes
    /// the transcription more accurate.
    /// </summary>
    /// <value>Default: that of the model.</value>
    [JsonPropertyName("target_streaming_delay_ms")]
    public int? TargetStreamingDelayMs { get; init; }

    /// <summary>Additional fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the message of the first error, or null if the changes are valid.</summary>
    internal static string? Validate(RealtimeTranscriptionSessionUpdatePayload session) => session switch
    {
        { AudioFormat: null, TargetStreamingDelayMs: null, AdditionalProperties: null or { Count: 0 } } =>
            "The update of the session changes nothing. Set at least one property.",
        { TargetStreamingDelayMs: < 0 } => $"TargetStreamingDelayMs must be 0 or greater, but was {session.TargetStreamingDelayMs}.",
        { AudioFormat: { } format } => AudioFormat.Validate(format),
        _ => null,
    };
}
