using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Audio;

#pragma warning disable MEAI001 // The options are experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>Maps <see cref="RealtimeSessionOptions"/> to the settings of a realtime transcription.</summary>
internal sealed class RealtimeOptionsMapping(string? defaultModelId, ILogger logger)
{
    private readonly IgnoredOptions _ignoredOptions = new(
        logger, nameof(RealtimeSessionOptions), [], typeof(RealtimeTranscriptionSessionUpdatePayload));

    /// <exception cref="InvalidOperationException">No model was specified.</exception>
    internal string GetModel(RealtimeSessionOptions? options) =>
        options?.TranscriptionOptions?.ModelId ?? options?.Model ?? defaultModelId ?? throw new InvalidOperationException(
            "No model was specified. Pass one to AsIRealtimeClient, for example \"voxtral-mini-transcribe-realtime-2602\", "
            + "or set RealtimeSessionOptions.Model.");

    /// <summary>Gets the settings, or null if the options set none.</summary>
    /// <exception cref="NotSupportedException">The API does not support the kind of the session or the audio format.</exception>
    internal RealtimeTranscriptionSessionUpdatePayload? ToPayload(RealtimeSessionOptions? options)
    {
        if (options is null)
            return null;
        if (options.SessionKind != RealtimeSessionKind.Transcription)
        {
            throw new NotSupportedException(
                "Mistral's realtime API transcribes audio and has no conversations. "
                + "Set RealtimeSessionOptions.SessionKind to RealtimeSessionKind.Transcription.");
        }

        var rawOptions = options.RawRepresentationFactory?.Invoke();
        LogIgnored(rawOptions, options.TranscriptionOptions);
        var raw = rawOptions as RealtimeTranscriptionSessionUpdatePayload ?? new();
        var payload = raw with { AudioFormat = raw.AudioFormat ?? ToAudioFormat(options.InputAudioFormat) };
        return payload == new RealtimeTranscriptionSessionUpdatePayload() ? null : payload;
    }

    private void LogIgnored(object? rawOptions, TranscriptionOptions? options)
    {
        _ignoredOptions.LogRawRequest(rawOptions);
        _ignoredOptions.LogUnsupported(
            ("TranscriptionOptions.SpeechLanguage", options?.SpeechLanguage is not null),
            ("TranscriptionOptions.Prompt", options?.Prompt is not null));
    }

    // Microsoft.Extensions.AI documents audio/pcm, audio/pcmu and audio/pcma, and has 16-bit samples for audio/pcm, as OpenAI.
    private static AudioFormat? ToAudioFormat(RealtimeAudioFormat? format) => format is null ? null : new()
    {
        Encoding = format.MediaType.ToLowerInvariant() switch
        {
            "audio/pcm" => "pcm_s16le",
            "audio/pcmu" => "pcm_mulaw",
            "audio/pcma" => "pcm_alaw",
            _ => throw new NotSupportedException(
                $"The audio format {format.MediaType} is not supported. Use audio/pcm (16 bits), audio/pcmu or audio/pcma, or return a "
                + "RealtimeTranscriptionSessionUpdatePayload with another encoding from RealtimeSessionOptions.RawRepresentationFactory."),
        },
        SampleRate = format.SampleRate,
    };
}
