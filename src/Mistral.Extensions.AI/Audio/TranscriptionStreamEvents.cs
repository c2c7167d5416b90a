using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Audio;

/// <summary>The language of the audio (<c>TranscriptionStreamLanguage</c>).</summary>
public sealed record TranscriptionStreamLanguage : TranscriptionStreamEvent
{
    internal const string TypeName = "transcription.language";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The language as two letters (<c>audio_language</c>), for example <c>en</c>.</summary>
    [JsonPropertyName("audio_language")]
    public string? AudioLanguage { get; init; }
}

/// <summary>The next part of the text (<c>TranscriptionStreamTextDelta</c>).</summary>
public sealed record TranscriptionStreamTextDelta : TranscriptionStreamEvent
{
    internal const string TypeName = "transcription.text.delta";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The text (<c>text</c>); may be empty.</summary>
    [Content]
    [JsonPropertyName("text")]
    public string? Text { get; init; }
}

/// <summary>A part of the transcription with its time (<c>TranscriptionStreamSegmentDelta</c>).</summary>
public sealed record TranscriptionStreamSegmentDelta : TranscriptionStreamEvent
{
    internal const string TypeName = "transcription.segment";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The text (<c>text</c>).</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The start in seconds from the beginning of the audio (<c>start</c>).</summary>
    [JsonPropertyName("start")]
    public double? Start { get; init; }

    /// <summary>The end in seconds from the beginning of the audio (<c>end</c>).</summary>
    [JsonPropertyName("end")]
    public double? End { get; init; }

    /// <summary>
    /// The ID of the speaker (<c>speaker_id</c>); null unless <see cref="AudioTranscriptionRequest.Diarize"/> is true.
    /// </summary>
    [JsonPropertyName("speaker_id")]
    public string? SpeakerId { get; init; }
}

/// <summary>The last event, with the whole transcription (<c>TranscriptionStreamDone</c>).</summary>
public sealed record TranscriptionStreamDone : TranscriptionStreamEvent
{
    internal const string TypeName = "transcription.done";

    /// <inheritdoc/>
    [JsonPropertyOrder(-1)]
    [JsonPropertyName("type")]
    public override string Type => TypeName;

    /// <summary>The model that transcribed the audio (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The whole text (<c>text</c>).</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The language of the audio (<c>language</c>) as two letters; may be null.</summary>
    [JsonPropertyName("language")]
    public string? Language { get; init; }

    /// <summary>
    /// The segments or words with their times (<c>segments</c>). Empty or null unless
    /// <see cref="AudioTranscriptionRequest.TimestampGranularities"/> is set.
    /// </summary>
    [JsonPropertyName("segments")]
    public IReadOnlyList<TranscriptionSegmentChunk>? Segments { get; init; }

    /// <summary>The token usage and the length of the audio in seconds (<c>usage</c>).</summary>
    [JsonPropertyName("usage")]
    public UsageInfo? Usage { get; init; }
}
