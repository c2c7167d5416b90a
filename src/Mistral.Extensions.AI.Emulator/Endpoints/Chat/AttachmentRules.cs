using System.Buffers.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Chat;

/// <summary>The rules for the URLs and the formats of images, documents and audio. URLs are never fetched.</summary>
internal static class AttachmentRules
{
    /// <summary>The larger of the two limits in Mistral's documentation, which names 10 MB and 20 MB.</summary>
    private const int MaxImageBytes = 20 * 1024 * 1024;

    private static readonly string[] ImageTypes = ["image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif"];
    private static readonly string[] OtherImageExtensions = [".svg", ".tif", ".tiff"];
    private static readonly string[] AacTypes = ["audio/aac", "audio/aacp", "audio/x-aac"];

    /// <summary>Rejects an image, a document or audio that is not in a supported form.</summary>
    /// <param name="type">The type of the chunk.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="location">The location of the chunk in the request.</param>
    public static void Check(string type, JsonElement chunk, Location location)
    {
        if (AttachmentDescription.GetUrl(chunk) is not { } url)
            return;
        if (type == "image_url")
            CheckImage(url, chunk, location);
        else if (type == "input_audio")
            CheckAudio(url, chunk);
        else if (!IsHttps(url) && !(DataUri.Parse(url) is var (mediaType, data) && IsOfType(mediaType, "application/") && IsBase64(data)))
            throw ContentUrlErrors.Create(url, isImage: false, location, chunk);
    }

    private static void CheckImage(string url, JsonElement chunk, Location location)
    {
        if (IsHttps(url))
        {
            if (OtherImageExtensions.Any(extension => HasExtension(url, extension)))
                throw CreateFileError(CreateInvalidImageMessage(url));
            return;
        }
        if (DataUri.Parse(url) is not var (mediaType, data) || !IsOfType(mediaType, "image/"))
            throw ContentUrlErrors.Create(url, isImage: true, location, chunk);
        if (!ImageTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase) || !IsBase64(data))
            throw CreateFileError(CreateInvalidImageMessage(url));
        if (data.Length / 4 * 3L > MaxImageBytes)
            throw CreateFileError($"Image is too large: the maximum is {MaxImageBytes} bytes.");
    }

    private static void CheckAudio(string url, JsonElement chunk)
    {
        var (mediaType, data) = DataUri.Parse(url) ?? ("", url.AsMemory());
        if (IsHttps(url) ? HasExtension(url, ".aac") : IsAac(mediaType, data.Span) || IsAac(chunk.GetProperty("input_audio")))
            throw ApiError.BadRequest("Audio input could not be decoded: AAC is not supported", "invalid_request_audio", "3291");
        if (!IsHttps(url) && !((mediaType.Length == 0 || IsOfType(mediaType, "audio/")) && IsBase64(data)))
            throw ApiError.InvalidArguments("Audio content must be a URL (starting with 'https') or base64 encoded audio");
    }

    private static bool IsAac(JsonElement inputAudio) =>
        inputAudio.FindString("format")?.Equals("aac", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether audio is AAC by its media type or by the first bytes of an ADTS frame, which is how .aac files start.</summary>
    private static bool IsAac(string mediaType, ReadOnlySpan<char> base64)
    {
        if (AacTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase))
            return true;
        Span<byte> start = stackalloc byte[3];
        return base64.Length >= 4 && Convert.TryFromBase64Chars(base64[..4], start, out _)
            && start[0] == 0xFF && (start[1] & 0xF6) == 0xF0;
    }

    private static bool IsHttps(string url) =>
        url.StartsWith("https://", StringComparison.Ordinal) && Uri.IsWellFormedUriString(url, UriKind.Absolute);

    private static bool HasExtension(string url, string extension) =>
        new Uri(url).AbsolutePath.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfType(string mediaType, string prefix) =>
        mediaType.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !mediaType.EndsWith('*');

    private static bool IsBase64(ReadOnlyMemory<char> data) => data.Length > 0 && Base64.IsValid(data.Span);

    /// <summary>
    /// Creates the error for a file that cannot be read. https://github.com/n8n-io/n8n and other clients look for this message of the
    /// server.
    /// </summary>
    private static ApiError CreateFileError(string message) => ApiError.BadRequest(message, "invalid_request_file", "3310");

    private static string CreateInvalidImageMessage(string url) =>
        $"Image, '{ContentUrlErrors.Shorten(url)}', could not be loaded as a valid image";
}
