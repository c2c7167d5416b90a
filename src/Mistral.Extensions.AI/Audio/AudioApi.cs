using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Audio (<c>/v1/audio</c>).</summary>
public sealed class AudioApi
{
    internal AudioApi(MistralConnection connection)
    {
        Transcriptions = new(connection);
        Speech = new(connection);
        Voices = new(connection);
        Realtime = new(connection);
    }

    /// <summary>Transcription of audio files.</summary>
    public TranscriptionsApi Transcriptions { get; }

    /// <summary>Text to speech.</summary>
    public SpeechApi Speech { get; }

    /// <summary>The voices of generated speech.</summary>
    public VoicesApi Voices { get; }

    /// <summary>Transcription of audio as it is recorded.</summary>
    public RealtimeApi Realtime { get; }
}
