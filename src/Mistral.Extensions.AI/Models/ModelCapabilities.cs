using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Models;

/// <summary>The capabilities of a model (<c>ModelCapabilities</c>). A capability is null if the API did not return it.</summary>
public sealed record ModelCapabilities
{
    /// <summary>Chat completions (<c>completion_chat</c>).</summary>
    [JsonPropertyName("completion_chat")]
    public bool? CompletionChat { get; init; }

    /// <summary>Tool calls in chat completions (<c>function_calling</c>).</summary>
    [JsonPropertyName("function_calling")]
    public bool? FunctionCalling { get; init; }

    /// <summary>Reasoning before the response (<c>reasoning</c>).</summary>
    [JsonPropertyName("reasoning")]
    public bool? Reasoning { get; init; }

    /// <summary>Fill-in-the-middle (FIM) completions (<c>completion_fim</c>).</summary>
    [JsonPropertyName("completion_fim")]
    public bool? CompletionFim { get; init; }

    /// <summary>Fine-tuning (<c>fine_tuning</c>).</summary>
    [JsonPropertyName("fine_tuning")]
    public bool? FineTuning { get; init; }

    /// <summary>Image input (<c>vision</c>).</summary>
    [JsonPropertyName("vision")]
    public bool? Vision { get; init; }

    /// <summary>Optical character recognition of documents and images (<c>ocr</c>).</summary>
    [JsonPropertyName("ocr")]
    public bool? Ocr { get; init; }

    /// <summary>Text classification (<c>classification</c>).</summary>
    [JsonPropertyName("classification")]
    public bool? Classification { get; init; }

    /// <summary>Moderation (<c>moderation</c>).</summary>
    [JsonPropertyName("moderation")]
    public bool? Moderation { get; init; }

    /// <summary>Audio input in chat completions (<c>audio</c>).</summary>
    [JsonPropertyName("audio")]
    public bool? Audio { get; init; }

    /// <summary>Transcription of audio files (<c>audio_transcription</c>).</summary>
    [JsonPropertyName("audio_transcription")]
    public bool? AudioTranscription { get; init; }

    /// <summary>Real-time transcription of audio streams (<c>audio_transcription_realtime</c>).</summary>
    [JsonPropertyName("audio_transcription_realtime")]
    public bool? AudioTranscriptionRealtime { get; init; }

    /// <summary>Text-to-speech (<c>audio_speech</c>).</summary>
    [JsonPropertyName("audio_speech")]
    public bool? AudioSpeech { get; init; }

    /// <summary>The API's <c>unified_resources</c> flag. Mistral does not document its meaning.</summary>
    [JsonPropertyName("unified_resources")]
    public bool? UnifiedResources { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
