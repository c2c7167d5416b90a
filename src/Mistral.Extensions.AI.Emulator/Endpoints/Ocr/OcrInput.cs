using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>The document of a request: its bytes, or a URL, which is never fetched.</summary>
/// <param name="MediaType">The media type in lower case.</param>
/// <param name="Bytes">The bytes; null if the document has a URL.</param>
/// <param name="Url">The URL; null if the document has bytes.</param>
internal sealed record OcrInput(string MediaType, ReadOnlyMemory<byte>? Bytes, string? Url)
{
    /// <summary>Reads the <c>document</c> of a request.</summary>
    /// <exception cref="ApiError">The document is missing, not valid, or of a type that OCR does not support.</exception>
    public static OcrInput FromRequest(JsonElement request, FileStore files)
    {
        var document = request.GetProperty("document");
        if (document.Find("file_id") is not null)
            return FromFile(files.GetRequired(document));
        return document.FindString("document_url") is { } url
            ? FromUrl(url, request, isImage: false)
            : FromUrl(document.FindString("image_url") ?? document.GetProperty("image_url").FindString("url")!, request, isImage: true);
    }

    private static OcrInput FromFile(StoredFile file)
    {
        if (!MediaTypes.IsImage(file.MediaType))
            CheckMediaType(file.MediaType, isImage: false);
        return new OcrInput(file.MediaType.ToLowerInvariant(), file.Content.ReadAll(), Url: null);
    }

    private static OcrInput FromUrl(string url, JsonElement request, bool isImage)
    {
        if (url.StartsWith("https://", StringComparison.Ordinal) && Uri.IsWellFormedUriString(url, UriKind.Absolute))
        {
            var mediaType = MediaTypes.FromUrl(url) ?? (isImage ? "image/jpeg" : MediaTypes.Pdf);
            CheckMediaType(mediaType, isImage);
            return new OcrInput(mediaType, Bytes: null, url);
        }
        if (DataUri.Parse(url) is not var (type, data) || !IsSupported(type))
            throw ContentUrlErrors.Create(url, isImage, Location.Body, request);
        CheckMediaType(type, isImage);
        return new OcrInput(type.ToLowerInvariant(), DecodeBase64(data), Url: null);
    }

    private static bool IsSupported(string mediaType) => MediaTypes.IsImage(mediaType) || MediaTypes.IsDocument(mediaType);

    /// <summary>
    /// Rejects an image as a document, and a document as an image. https://github.com/mistralai/client-python/issues/212 quotes the
    /// server's error message.
    /// </summary>
    private static void CheckMediaType(string mediaType, bool isImage)
    {
        if (isImage ? MediaTypes.IsImage(mediaType) : MediaTypes.IsDocument(mediaType))
            return;
        throw ApiError.BadRequest(
            $"Invalid {(isImage ? "image" : "document")} type. {mediaType} is not supported.", "invalid_request_error", null);
    }

    /// <summary>
    /// Decodes base64. https://github.com/mistralai/platform-docs-public/issues/269 quotes the server's error message for invalid base64.
    /// </summary>
    private static byte[] DecodeBase64(ReadOnlyMemory<char> data)
    {
        var bytes = new byte[data.Length];
        return Convert.TryFromBase64Chars(data.Span, bytes, out var length) && length > 0
            ? bytes[..length]
            : throw ApiError.BadRequest("Failed to fetch document", "invalid_request_error", null);
    }
}
