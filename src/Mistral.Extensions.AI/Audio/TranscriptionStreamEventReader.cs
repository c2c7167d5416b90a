using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Reads the events of a streamed transcription. It has no state, so that all streams can use it.</summary>
internal sealed class TranscriptionStreamEventReader : IChunkReader<TranscriptionStreamEvent>
{
    internal static readonly TranscriptionStreamEventReader Instance = new();

    public JsonTypeInfo TypeInfo => AudioJson.Default.TranscriptionStreamEvent;

    public string EndMarker => TranscriptionStreamDone.TypeName;

    // The types of all other events have a dot, for example transcription.text.delta.
    public string? ErrorType => "error";

    public TranscriptionStreamEvent? TryRead(ReadOnlySpan<byte> json) => null;

    public bool IsComplete(TranscriptionStreamEvent chunk) => chunk is TranscriptionStreamDone;
}
