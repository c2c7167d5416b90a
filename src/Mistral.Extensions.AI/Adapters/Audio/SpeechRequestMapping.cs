using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;

#pragma warning disable MEAI001 // The options are experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>Maps <see cref="TextToSpeechOptions"/> to requests of the speech API.</summary>
internal sealed class SpeechRequestMapping(ITextToSpeechClient client, string? defaultModelId, string? defaultVoiceId, ILogger logger)
{
    // https://docs.mistral.ai/studio-api/audio/text_to_speech has no default. Most frameworks use this preset: its voice is neutral.
    private const string DefaultVoice = "en_paul_neutral";

    private readonly IgnoredOptions _ignoredOptions = new(
        logger, nameof(TextToSpeechOptions), AdditionalPropertyKeys.TextToSpeechOptions, typeof(SpeechRequest));

    /// <exception cref="ArgumentNullException">There is no text.</exception>
    /// <exception cref="NotSupportedException">The API does not have the format.</exception>
    internal SpeechRequest ToRequest(string text, TextToSpeechOptions? options)
    {
        if (text is null)
            throw new ArgumentNullException(nameof(text));

        var rawRequest = options?.RawRepresentationFactory?.Invoke(client);
        LogIgnored(rawRequest, options);
        var raw = rawRequest as SpeechRequest ?? new();
        var properties = AdditionalPropertyReader.From(options?.AdditionalProperties);
        var sample = raw.RefAudio ?? GetSample(properties.GetValue(AdditionalPropertyKeys.RefAudio));
        return raw with
        {
            Model = raw.Model ?? options?.ModelId ?? defaultModelId,
            Input = text,
            VoiceId = raw.VoiceId ?? options?.VoiceId ?? (sample is null ? defaultVoiceId ?? DefaultVoice : null),
            RefAudio = sample,
            ResponseFormat = raw.ResponseFormat ?? SpeechFormats.ToResponseFormat(options?.AudioFormat),
            Metadata = raw.Metadata ?? properties.GetMetadata(),
            PromptCacheKey = raw.PromptCacheKey ?? properties.GetString(AdditionalPropertyKeys.PromptCacheKey),
        };
    }

    private void LogIgnored(object? rawRequest, TextToSpeechOptions? options)
    {
        _ignoredOptions.LogRawRequest(rawRequest);
        if (options is null)
            return;

        _ignoredOptions.LogUnknownKeys(options.AdditionalProperties);
        _ignoredOptions.LogUnsupported(
            (nameof(options.Language), options.Language is not null),
            (nameof(options.Speed), options.Speed is not (null or 1)),
            (nameof(options.Pitch), options.Pitch is not (null or 1)),
            (nameof(options.Volume), options.Volume is not (null or 1)));
    }

    private static FileData? GetSample(object? value) => value switch
    {
        null => null,
        FileData file => file,
        DataContent content => FileData.FromBytes(content.Data, content.MediaType, content.Name),
        byte[] bytes => FileData.FromBytes(bytes),
        ReadOnlyMemory<byte> bytes => FileData.FromBytes(bytes),
        _ => throw AdditionalPropertyReader.InvalidValue(
            AdditionalPropertyKeys.RefAudio, value, "FileData, DataContent or bytes"),
    };
}
