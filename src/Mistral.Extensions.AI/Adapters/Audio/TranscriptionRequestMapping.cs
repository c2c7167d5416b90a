using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;

#pragma warning disable MEAI001 // The options are experimental.

namespace Mistral.Extensions.AI.Adapters.Audio;

/// <summary>Maps <see cref="SpeechToTextOptions"/> to requests of the transcriptions API.</summary>
internal sealed class TranscriptionRequestMapping(ISpeechToTextClient client, string? defaultModelId, ILogger logger)
{
    private readonly IgnoredOptions _ignoredOptions = new(
        logger, nameof(SpeechToTextOptions), AdditionalPropertyKeys.SpeechToTextOptions, typeof(AudioTranscriptionRequest));

    /// <exception cref="ArgumentNullException">There is no audio.</exception>
    /// <exception cref="InvalidOperationException">No model was specified.</exception>
    /// <exception cref="NotSupportedException">The options request a translation.</exception>
    internal AudioTranscriptionRequest ToRequest(Stream audioSpeechStream, SpeechToTextOptions? options)
    {
        if (audioSpeechStream is null)
            throw new ArgumentNullException(nameof(audioSpeechStream));

        var language = GetLanguage(options?.SpeechLanguage);
        ThrowIfTranslation(language, options?.TextLanguage);
        var rawRequest = options?.RawRepresentationFactory?.Invoke(client);
        _ignoredOptions.LogRawRequest(rawRequest);
        _ignoredOptions.LogUnknownKeys(options?.AdditionalProperties);
        var raw = rawRequest as AudioTranscriptionRequest ?? new();
        var properties = AdditionalPropertyReader.From(options?.AdditionalProperties);
        return raw with
        {
            Model = raw.Model ?? options?.ModelId ?? defaultModelId ?? throw new InvalidOperationException(
                "No model was specified. Pass one to AsISpeechToTextClient, for example \"voxtral-mini-latest\", "
                + "or set SpeechToTextOptions.ModelId."),
            File = FileData.FromStream(audioSpeechStream),
            Language = raw.Language ?? language,
            Temperature = raw.Temperature ?? properties.GetSingle(AdditionalPropertyKeys.Temperature),
            Diarize = raw.Diarize ?? properties.GetBoolean(AdditionalPropertyKeys.Diarize),
            ContextBias = raw.ContextBias ?? properties.GetStringList(AdditionalPropertyKeys.ContextBias),
            TimestampGranularities =
                raw.TimestampGranularities ?? properties.GetStringList(AdditionalPropertyKeys.TimestampGranularities),
        };
    }

    /// <summary>Gets the language without the region, which the API does not accept: <c>en</c> for <c>en-US</c>.</summary>
    private static string? GetLanguage(string? language) => language?.Split('-', '_')[0];

    private static void ThrowIfTranslation(string? speechLanguage, string? textLanguage)
    {
        if (textLanguage is not null && !string.Equals(speechLanguage, GetLanguage(textLanguage), StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException(
                "Mistral transcribes speech, but does not translate it. Set TextLanguage to null, or to the language of SpeechLanguage.");
        }
    }
}
