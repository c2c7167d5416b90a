using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Audio (<c>/v1/audio</c>).</summary>
public sealed class AudioApi
{
    internal AudioApi(MistralConnection connection) => Transcriptions = new(connection);

    /// <summary>Transcription of audio files.</summary>
    public TranscriptionsApi Transcriptions { get; }
}
