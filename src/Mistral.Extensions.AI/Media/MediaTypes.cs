namespace Mistral.Extensions.AI.Media;

/// <summary>Detects the media type of a file by its name, its URL or its first bytes.</summary>
internal static class MediaTypes
{
    internal const string Pdf = "application/pdf";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = Pdf,
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".gif"] = "image/gif",
        [".avif"] = "image/avif",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".bmp"] = "image/bmp",
    };

    /// <summary>Gets the media type for the extension of a file name, or null if it is not known.</summary>
    internal static string? FromFileName(string? name) =>
        name is not null && ByExtension.TryGetValue(Path.GetExtension(name), out var mediaType) ? mediaType : null;

    /// <summary>Gets the media type for the first bytes of a file, or null if they are not known.</summary>
    internal static string? FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF"u8) ? Pdf
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes.Slice(8, 4).SequenceEqual("WEBP"u8) ? "image/webp"
        : null;

    /// <summary>Gets the media type of a data URI, or of a URL that ends with a file name, or null if it is not known.</summary>
    internal static string? FromUrl(string url)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            var end = url.IndexOfAny([';', ',']);
            return end > 5 ? url.Substring(5, end - 5) : null;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var uri) ? FromFileName(uri.AbsolutePath) : null;
    }

    internal static bool IsImage(string? mediaType) => mediaType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) is true;
}
