using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Models;

/// <summary>The capabilities of a model (<c>ModelCapabilities</c>). A capability is null if the API did not return it.</summary>
public sealed record ModelCapabilities
{
    /// <summary>Chat completions (<c>completion_chat</c>).</summary>
    public bool? CompletionChat { get; init; }

    /// <summary>Tool calls in chat completions (<c>function_calling</c>).</summary>
    public bool? FunctionCalling { get; init; }

    /// <summary>Reasoning before the response (<c>reasoning</c>).</summary>
    public bool? Reasoning { get; init; }

    /// <summary>Fill-in-the-middle (FIM) completions (<c>completion_fim</c>).</summary>
    public bool? CompletionFim { get; init; }

    /// <summary>Fine-tuning (<c>fine_tuning</c>).</summary>
    public bool? FineTuning { get; init; }

    /// <summary>Image input (<c>vision</c>).</summary>
    public bool? Vision { get; init; }

    /// <summary>Optical character recognition of documents and images (<c>ocr</c>).</summary>
    public bool? Ocr { get; init; }

    /// <summary>Text classification (<c>classification</c>).</summary>
    public bool? Classification { get; init; }

    /// <summary>Moderation (<c>moderation</c>).</summary>
    public bool? Moderation { get; init; }

    /// <summary>Audio input in chat completions (<c>audio</c>).</summary>
    public bool? Audio { get; init; }

    /// <summary>Transcription of audio files (<c>audio_transcription</c>).</summary>
    public bool? AudioTranscription { get; init; }

    /// <summary>Real-time transcription of audio streams (<c>audio_transcription_realtime</c>).</summary>
    public bool? AudioTranscriptionRealtime { get; init; }

    /// <summary>Text-to-speech (<c>audio_speech</c>).</summary>
    public bool? AudioSpeech { get; init; }

    /// <summary>The API's <c>unified_resources</c> flag. Mistral does not document its meaning.</summary>
    public bool? UnifiedResources { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
