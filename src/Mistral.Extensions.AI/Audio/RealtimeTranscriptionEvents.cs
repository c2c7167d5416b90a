using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Audio;

/// <summary>The first event of a realtime transcription (<c>RealtimeTranscriptionSessionCreated</c>).</summary>
public sealed record RealtimeTranscriptionSessionCreated : TranscriptionStreamEvent
{
    internal const string TypeName = "session.created";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The settings (<c>session</c>).</summary>
    [JsonPropertyName("session")]
    public RealtimeTranscriptionSession? Session { get; init; }
}

/// <summary>The event that confirms a change of the settings (<c>RealtimeTranscriptionSessionUpdated</c>).</summary>
public sealed record RealtimeTranscriptionSessionUpdated : TranscriptionStreamEvent
{
    internal const string TypeName = "session.updated";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The settings (<c>session</c>).</summary>
    [JsonPropertyName("session")]
    public RealtimeTranscriptionSession? Session { get; init; }
}
