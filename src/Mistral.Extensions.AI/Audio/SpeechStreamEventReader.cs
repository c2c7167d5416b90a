using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Reads the events of streamed speech. It has no state, so that all streams can use it.</summary>
internal sealed class SpeechStreamEventReader : IChunkReader<SpeechStreamEvent>
{
    internal static readonly SpeechStreamEventReader Instance = new();

    public JsonTypeInfo TypeInfo => AudioJson.Default.SpeechStreamEvent;

    public string EndMarker => SpeechStreamDone.TypeName;

    // The types of all other events have a dot, for example speech.audio.delta.
    public string? ErrorType => "error";

    public SpeechStreamEvent? TryRead(ReadOnlySpan<byte> json) => null;

    /// <exception cref="JsonException">The audio of an event cannot be read. Without it, the audio would have a gap.</exception>
    public bool IsComplete(SpeechStreamEvent chunk) => chunk is UnknownSpeechStreamEvent { Type: SpeechStreamAudioDelta.TypeName }
        ? throw new JsonException("The audio of an event is not base64.")
        : chunk is SpeechStreamDone;
}
