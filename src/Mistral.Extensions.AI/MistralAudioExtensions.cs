using System.Diagnostics.CodeAnalysis;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Audio;
using Mistral.Extensions.AI.Audio;

// The namespace of the extended types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>
/// Extension methods that expose a <see cref="MistralClient"/> as <c>ITextToSpeechClient</c> and <c>IRealtimeClient</c>.
/// </summary>
public static class MistralAudioExtensions
{
    /// <summary>Creates an <see cref="ITextToSpeechClient"/> for Mistral's text to speech.</summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <param name="defaultModelId">
    /// The model if <see cref="TextToSpeechOptions.ModelId"/> is not set, such as <c>voxtral-mini-tts-2603</c>; null for the default of the
    /// API.
    /// </param>
    /// <param name="defaultVoiceId">
    /// The voice if <see cref="TextToSpeechOptions.VoiceId"/> is not set; null for the English preset <c>en_paul_neutral</c>.
    /// </param>
    /// <returns>A thread-safe client.</returns>
    /// <remarks>
    /// Return a <see cref="SpeechRequest"/> from <see cref="TextToSpeechOptions.RawRepresentationFactory"/>, for example to imitate the
    /// voice of a recording, or set <c>ref_audio</c> in <see cref="TextToSpeechOptions.AdditionalProperties"/>. The section "Speech" of
    /// <c>docs/mapping-audio.md</c> lists the options.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="defaultModelId"/> or <paramref name="defaultVoiceId"/> is empty or white space.
    /// </exception>
    [Experimental("MEAI001")]
    public static ITextToSpeechClient AsITextToSpeechClient(
        this MistralClient client, string? defaultModelId = null, string? defaultVoiceId = null)
    {
        Validate(client, defaultModelId, "Pass one, such as \"voxtral-mini-tts-2603\", or pass null for the default of the API.");
        return defaultVoiceId is not null && string.IsNullOrWhiteSpace(defaultVoiceId)
            ? throw new ArgumentException("The voice is empty. Pass its ID, or null for a preset voice.", nameof(defaultVoiceId))
            : new MistralTextToSpeechClient(client, client.Audio.Speech, defaultModelId, defaultVoiceId);
    }

    /// <summary>
    /// Creates an <see cref="IRealtimeClient"/> for Mistral's realtime transcription. Its sessions transcribe audio, and have no
    /// conversations.
    /// </summary>
    /// <param name="client">The client. Disposing the returned object does not dispose it.</param>
    /// <param name="defaultModelId">
    /// The model if <see cref="RealtimeSessionOptions.Model"/> is not set, such as <c>voxtral-mini-transcribe-realtime-2602</c>.
    /// </param>
    /// <returns>A thread-safe client.</returns>
    /// <remarks>
    /// Send <see cref="InputAudioBufferAppendRealtimeClientMessage"/> for the audio, and one
    /// <see cref="InputAudioBufferCommitRealtimeClientMessage"/> at its end. Options that only Mistral has are set by returning a
    /// <see cref="RealtimeTranscriptionSessionUpdatePayload"/> from <see cref="RealtimeSessionOptions.RawRepresentationFactory"/>. The
    /// section "Realtime transcription" of <c>docs/mapping-audio.md</c> lists the options and the messages.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="defaultModelId"/> is empty or white space.</exception>
    [Experimental("MEAI001")]
    public static IRealtimeClient AsIRealtimeClient(this MistralClient client, string? defaultModelId = null)
    {
        Validate(
            client,
            defaultModelId,
            "Pass one, such as \"voxtral-mini-transcribe-realtime-2602\", or pass null and set RealtimeSessionOptions.Model.");
        return new MistralRealtimeClient(client, client.Audio.Realtime, defaultModelId);
    }

    private static void Validate(MistralClient client, string? defaultModelId, string advice)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        if (defaultModelId is not null && string.IsNullOrWhiteSpace(defaultModelId))
            throw new ArgumentException($"The model ID is empty. {advice}", nameof(defaultModelId));
    }
}
