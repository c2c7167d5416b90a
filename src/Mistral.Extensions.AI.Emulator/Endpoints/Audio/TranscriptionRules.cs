using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Audio;

/// <summary>The rules of transcription requests that concern several fields.</summary>
internal static class TranscriptionRules
{
    private static readonly string[] Sources = ["file", "file_url", "file_id"];

    /// <summary>Rejects a request without audio or with more than one, with a URL that is not valid, or with a file in JSON.</summary>
    public static void Check(JsonElement request, bool isBatch)
    {
        if (isBatch && request.Find("file") is { } file)
            throw CreateError("Expected UploadFile, received: <class 'dict'>", Location.Body.Child("file"), file);
        if (Sources.Count(name => request.Find(name) is not null) != 1)
            throw CreateError("Exactly one of file, file_url and file_id must be specified", Location.Body, request);
        if (request.Find("file_url") is { } url && !IsWebAddress(url.GetString()!))
            throw CreateError("Input should be a valid http or https URL", Location.Body.Child("file_url"), url);
    }

    /// <summary>
    /// Whether the server returns no text. https://github.com/livekit/agents/issues/4399 quotes its response to a request with a language
    /// and timestamps, which Mistral documents as incompatible.
    /// </summary>
    public static bool HasEmptyText(JsonElement request) =>
        request.Find("language") is not null && request.FindItems("timestamp_granularities").Any();

    /// <summary>Creates the error for audio that cannot be read, with the code of the chat endpoint.</summary>
    public static ApiError CreateDecodingError(string reason) =>
        ApiError.BadRequest($"Audio input could not be decoded: {reason}", "invalid_request_audio", "3291");

    private static bool IsWebAddress(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    private static ApiError CreateError(string message, Location location, JsonElement input)
    {
        var errors = new FieldErrors();
        errors.Add("value_error", location, $"Value error, {message}", input);
        return ApiError.ValidationError(errors);
    }
}
