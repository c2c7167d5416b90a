using static System.FormattableString;

namespace Mistral.Extensions.AI.Audio;

/// <summary>
/// Finds errors in an <see cref="AudioTranscriptionRequest"/> before it is sent. Each method returns the message of the first error, or
/// null if the request is valid.
/// </summary>
internal static class AudioTranscriptionRequestValidator
{
    // https://docs.mistral.ai/capabilities/audio_transcription
    private const int MaxContextBias = 100;

    // https://docs.mistral.ai/resources/known-limitations
    private const long MaxFileLength = 500L * 1024 * 1024;

    // AudioTranscriptionRequest in the OpenAPI file.
    private const int MaxUrlLength = 2083;

    internal static string? Validate(AudioTranscriptionRequest request) => string.IsNullOrWhiteSpace(request.Model)
        ? "No model was specified. Set Model, for example to \"voxtral-mini-latest\"."
        : ValidateWithoutModel(request);

    /// <summary>Validates a request of a batch job, whose model may be that of the job.</summary>
    internal static string? ValidateForBatch(AudioTranscriptionRequest request) => request.File is not null
        ? "A request of a batch job cannot contain a file. Upload it with Files.UploadAsync and the purpose \"audio\", and set FileId."
        : request.Model is null ? ValidateWithoutModel(request) : Validate(request);

    private static string? ValidateWithoutModel(AudioTranscriptionRequest request) => request switch
    {
        { File.Source.Length: 0 } => $"The file {request.File.Name} is empty. Pass the content of the file.",
        { File.Source.Length: > MaxFileLength and var length } =>
            $"The file {request.File.Name} has {length} bytes, but the maximum is {MaxFileLength} (500 MB). "
            + "Compress it, for example to MP3, or split it.",
        { FileUrl: { } url } when !IsWebAddress(url) =>
            $"FileUrl must be an absolute http or https URL of at most {MaxUrlLength} characters. Set File to send a local file.",
        { FileId: { } id } when string.IsNullOrWhiteSpace(id) => "FileId is empty. Set it to the ID of an uploaded file.",
        { Language: { } language } when !IsLanguage(language) =>
            $"Language must be two letters, for example \"en\", but was \"{language}\". Remove the region.",
        // The API returns an empty text for the combination: https://github.com/livekit/agents/issues/4399
        { Language: not null, TimestampGranularities.Count: > 0 } =>
            "Language and TimestampGranularities cannot be combined. Set only one of them.",
        { Temperature: < 0 or float.NaN or float.PositiveInfinity } =>
            Invariant($"Temperature must be 0 or greater, but was {request.Temperature}."),
        _ => ValidateSource(request) ?? ValidateContextBias(request.ContextBias) ?? ValidateGranularities(request.TimestampGranularities),
    };

    private static string? ValidateSource(AudioTranscriptionRequest request)
    {
        object?[] sources = [request.File, request.FileUrl, request.FileId];
        return sources.Count(source => source is not null) switch
        {
            0 => "No audio was specified. Set File, FileUrl or FileId; FileData creates a file from a path, a stream or bytes.",
            1 => null,
            _ => "More than one audio was specified. Set only one of File, FileUrl and FileId.",
        };
    }

    private static bool IsWebAddress(string url) =>
        url.Length <= MaxUrlLength && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http";

    private static bool IsLanguage(string language) => language.Length == 2 && language.All(char.IsLetter);

    private static string? ValidateContextBias(IReadOnlyList<string>? terms)
    {
        if (terms?.Count > MaxContextBias)
            return $"ContextBias has {terms.Count} items, but the maximum is {MaxContextBias}. Remove some.";

        for (var i = 0; i < terms?.Count; i++)
        {
            if (string.IsNullOrEmpty(terms[i]) || terms[i].Any(character => character is ',' || char.IsWhiteSpace(character)))
                return $"Item {i} of ContextBias is empty, or contains a space or a comma. Write a term of several words with underscores.";
        }

        return null;
    }

    private static string? ValidateGranularities(IReadOnlyList<string>? granularities) =>
        granularities?.Any(string.IsNullOrWhiteSpace) is true
            ? "An item of TimestampGranularities is empty. Use \"segment\" or \"word\"."
            : null;
}
