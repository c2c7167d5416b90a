using Mistral.Extensions.AI.Files;

namespace Mistral.Extensions.AI.Audio;

/// <summary>Finds errors in a <see cref="SpeechRequest"/> before it is sent.</summary>
internal static class SpeechRequestValidator
{
    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(SpeechRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Input) => "Input is empty. Set it to the text to speak.",
        { Model: { } model } when string.IsNullOrWhiteSpace(model) =>
            "The model is empty. Set Model, for example to \"voxtral-mini-tts-2603\", or to null for the default of the API.",
        { VoiceId: null, RefAudio: null } => "No voice was specified. Set VoiceId, for example to \"en_paul_neutral\", or RefAudio.",
        // The API would ignore VoiceId: https://github.com/NousResearch/hermes-agent/pull/79646
        { VoiceId: not null, RefAudio: not null } => "VoiceId and RefAudio cannot be combined. Set only one of them.",
        { VoiceId: { } voice } when string.IsNullOrWhiteSpace(voice) =>
            "VoiceId is empty. Set it to the ID of a voice, which Audio.Voices.ListAsync returns.",
        { RefAudio: { } sample } when ValidateSample(sample) is { } error => error,
        { ResponseFormat: { } format } when string.IsNullOrWhiteSpace(format) =>
            "ResponseFormat is empty. Set it to \"mp3\", \"wav\", \"pcm\", \"flac\" or \"opus\", or to null for the default of the API.",
        _ => null,
    };

    /// <summary>Returns the message of the error in a recording of a voice, or null if it is valid.</summary>
    internal static string? ValidateSample(FileData sample) =>
        sample.Source.Length == 0 ? $"The audio {sample.Name} is empty. Pass a recording of the voice." : null;
}
