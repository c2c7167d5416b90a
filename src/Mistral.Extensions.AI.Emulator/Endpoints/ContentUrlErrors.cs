using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>
/// The errors for images and documents whose URL is neither https nor a data URI of the right type. The space is missing before
/// "Received" in the server's message too: https://github.com/mistralai/client-ts/issues/119.
/// </summary>
internal static class ContentUrlErrors
{
    private const int MaxQuotedLength = 100;

    /// <summary>Creates the 422 response.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="isImage">Whether the URL is that of an image, not of a document.</param>
    /// <param name="location">The location of the error in the request.</param>
    /// <param name="input">The value at that location.</param>
    public static ApiError Create(string url, bool isImage, Location location, JsonElement input)
    {
        var (kind, expected) = isImage
            ? ("Image", "base64 encoded image (starting with 'data:image/<format>;base64,<image-base64>')")
            : ("Document", "base64 encoded document (starting with 'data:application/<format>;base64,<document-base64>')");
        var errors = new FieldErrors();
        errors.Add("value_error", location,
            $"Value error, {kind} content must be a URL (starting with 'https') or {expected}Received: {Shorten(url)}", input);
        return ApiError.ValidationError(errors);
    }

    /// <summary>Returns the beginning and the end of a long URL.</summary>
    public static string Shorten(string url) =>
        url.Length > MaxQuotedLength ? $"{url[..(MaxQuotedLength / 2)]}...{url[^(MaxQuotedLength / 2)..]}" : url;
}
