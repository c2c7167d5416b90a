namespace Mistral.Extensions.AI.Audio;

/// <summary>A message with audio (<c>RealtimeTranscriptionInputAudioAppend</c>).</summary>
/// <param name="Audio">The samples, which are sent as base64 (<c>audio</c>), at most 262,144 bytes.</param>
internal sealed record RealtimeTranscriptionInputAudioAppend(ReadOnlyMemory<byte> Audio)
{
    // RealtimeTranscriptionInputAudioAppend in Mistral's SDKs: "Max decoded size: 262144 bytes."
    internal const int MaxLength = 262_144;

    public string Type { get; } = "input_audio.append";
}

/// <summary>A message without data.</summary>
/// <param name="Type">The type (<c>type</c>).</param>
internal sealed record RealtimeTranscriptionInputAudioMessage(string Type)
{
    /// <summary>Transcribe the audio that was sent so far (<c>RealtimeTranscriptionInputAudioFlush</c>).</summary>
    internal static readonly RealtimeTranscriptionInputAudioMessage Flush = new("input_audio.flush");

    /// <summary>No more audio follows (<c>RealtimeTranscriptionInputAudioEnd</c>).</summary>
    internal static readonly RealtimeTranscriptionInputAudioMessage End = new("input_audio.end");
}

/// <summary>A message that changes the settings (<c>RealtimeTranscriptionSessionUpdateMessage</c>).</summary>
/// <param name="Session">The changes (<c>session</c>).</param>
internal sealed record RealtimeTranscriptionSessionUpdateMessage(RealtimeTranscriptionSessionUpdatePayload Session)
{
    public string Type { get; } = "session.update";
}
