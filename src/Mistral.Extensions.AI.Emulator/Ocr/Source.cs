using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Chat;
using Mistral.Extensions.AI.Emulator.Fields;
using Mistral.Extensions.AI.Emulator.Files;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>The document of a request: its bytes, or a URL that nobody goes to.</summary>
internal sealed record Source(string MediaType, ReadOnlyMemory<byte>? Bytes, string? Url)
{
    /// <summary>Finds what the request's document stands for; ends the request if it is nothing OCR takes.</summary>
    public static Source Open(JsonElement request, FileStore files)
    {
        var document = request.GetProperty("document");
        if (document.FindText("file_id") is { } id)
            return FromFile(files.Find(Guid.Parse(id)), id);
        return document.FindText("document_url") is { } address
            ? FromAddress(address, request, isImage: false)
            : FromAddress(document.FindText("image_url") ?? document.GetProperty("image_url").FindText("url")!, request, isImage: true);
    }

    private static Source FromFile(StoredFile? file, string id)
    {
        if (file is null)
            throw Refusal.Plain(404, $"File {id} not found");
        if (!MediaTypes.IsImage(file.MediaType))
            CheckType(file.MediaType, isImage: false);
        return new Source(file.MediaType.ToLowerInvariant(), file.Bytes, Url: null);
    }

    private static Source FromAddress(string address, JsonElement request, bool isImage)
    {
        if (address.StartsWith("https://", StringComparison.Ordinal) && Uri.IsWellFormedUriString(address, UriKind.Absolute))
        {
            var mediaType = MediaTypes.OfUrl(address) ?? (isImage ? "image/jpeg" : MediaTypes.Pdf);
            CheckType(mediaType, isImage);
            return new Source(mediaType, Bytes: null, address);
        }
        if (Attachment.SplitDataUri(address) is not var (type, data) || !IsKnown(type))
            throw Unreadable(address, request, isImage);
        CheckType(type, isImage);
        return new Source(type.ToLowerInvariant(), Decode(data), Url: null);
    }

    private static bool IsKnown(string mediaType) => MediaTypes.IsImage(mediaType) || MediaTypes.IsDocument(mediaType);

    /// <summary>https://github.com/mistralai/client-python/issues/212 quotes the server on images among documents.</summary>
    private static void CheckType(string mediaType, bool isImage)
    {
        if (isImage ? MediaTypes.IsImage(mediaType) : MediaTypes.IsDocument(mediaType))
            return;
        throw Refusal.BadRequest(
            $"Invalid {(isImage ? "image" : "document")} type. {mediaType} is not supported.", "invalid_request_error", null);
    }

    /// <summary>https://github.com/mistralai/platform-docs-public/issues/269 quotes the server on what is not base64.</summary>
    private static byte[] Decode(string data)
    {
        var bytes = new byte[data.Length];
        return Convert.TryFromBase64String(data, bytes, out var length) && length > 0
            ? bytes[..length]
            : throw Refusal.BadRequest("Failed to fetch document", "invalid_request_error", null);
    }

    /// <summary>Word for word, the missing space too: https://github.com/mistralai/client-ts/issues/119.</summary>
    private static Refusal Unreadable(string address, JsonElement request, bool isImage)
    {
        var (what, form) = isImage
            ? ("Image", "base64 encoded image (starting with 'data:image/<format>;base64,<image-base64>')")
            : ("Document", "base64 encoded document (starting with 'data:application/<format>;base64,<document-base64>')");
        var received = address.Length > 100 ? $"{address[..50]}...{address[^50..]}" : address;
        var errors = new FieldErrors();
        errors.Add("value_error", Location.Body,
            $"Value error, {what} content must be a URL (starting with 'https') or {form}Received: {received}", request);
        return Refusal.PlainFields(errors);
    }
}
