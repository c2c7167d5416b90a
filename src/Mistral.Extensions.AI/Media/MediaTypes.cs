namespace Mistral.Extensions.AI.Media;

/// <summary>Detects the media type of a file by its name, its URL or its first bytes.</summary>
internal static class MediaTypes
{
    internal const string Pdf = "application/pdf";

    /// <summary>The number of bytes that <see cref="FromBytes"/> needs.</summary>
    internal const int SignatureLength = 12;

    private const string Application = "application/";

    // The image types that Mistral's documentation lists for chat (page "Vision").
    private static readonly string[] SupportedImages = ["image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif", "image/*"];

    private static readonly string[] TextSuffixes = ["+json", "+xml", "+yaml"];

    private static readonly string[] TextApplications =
    [
        "csv", "ecmascript", "graphql", "javascript", "json", "json5", "jsonl", "jsonlines", "sql", "toml", "typescript", "x-csv",
        "x-javascript", "x-json", "x-ndjson", "x-sh", "x-tex", "x-toml", "x-typescript", "x-yaml", "xml", "xml-dtd", "yaml",
    ];

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
        [".svg"] = "image/svg+xml",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".flac"] = "audio/flac",
        [".ogg"] = "audio/ogg",
        [".opus"] = "audio/opus",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
        [".webm"] = "audio/webm",
    };

    /// <summary>Gets the media type for the extension of a file name, or null if it is not known.</summary>
    internal static string? FromFileName(string? name) =>
        name is not null && ByExtension.TryGetValue(Path.GetExtension(name), out var mediaType) ? mediaType : null;

    /// <summary>Gets the file extension for a media type, or an empty string if it is not known.</summary>
    internal static string GetExtension(string mediaType)
    {
        var type = GetTypeWithoutParameters(mediaType);
        return ByExtension.FirstOrDefault(entry => entry.Value.Equals(type, StringComparison.OrdinalIgnoreCase)).Key ?? "";
    }

    /// <summary>Gets the media type for the first bytes of a file, or null if they are not known.</summary>
    internal static string? FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF"u8) ? Pdf
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) ? "image/tiff"
        : bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes.Slice(8, 4).SequenceEqual("WEBP"u8) ? "image/webp"
        : AudioFromBytes(bytes);

    private static string? AudioFromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes.Slice(8, 4).SequenceEqual("WAVE"u8) ? "audio/wav"
        : bytes.StartsWith("fLaC"u8) ? "audio/flac"
        : bytes.StartsWith("OggS"u8) ? "audio/ogg"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) ? "audio/webm"
        : bytes.Length >= 12 && bytes.Slice(4, 7).SequenceEqual("ftypM4A"u8) ? "audio/mp4"
        : bytes.StartsWith("ID3"u8) ? "audio/mpeg"
        // The header of an MPEG frame: 11 bits are 1; the layer is 00 for AAC and 01 for MP3.
        : bytes.Length >= 2 && bytes[0] is 0xFF && (bytes[1] & 0xF6) is 0xF0 ? "audio/aac"
        : bytes.Length >= 2 && bytes[0] is 0xFF && (bytes[1] & 0xE6) is 0xE2 ? "audio/mpeg"
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

    /// <summary>Gets the media type of an image at a URL. A wildcard is replaced by the type for the extension of the URL.</summary>
    internal static string GetImageType(string mediaType, string url) =>
        IsWildcard(mediaType) && FromUrl(url) is { } type && IsImage(type) ? type : mediaType;

    internal static bool IsWildcard(string mediaType) => mediaType.EndsWith("/*", StringComparison.Ordinal);

    /// <summary>Returns whether chat models accept images of this type. A wildcard is accepted for images that the server loads.</summary>
    internal static bool IsSupportedImage(string mediaType) =>
        Contains(SupportedImages, GetTypeWithoutParameters(mediaType));

    /// <summary>Returns whether a file of this type is text. Some types of text are in the group "application", for example JSON.</summary>
    internal static bool IsText(string mediaType)
    {
        var type = GetTypeWithoutParameters(mediaType);
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || Contains(TextSuffixes, type.Substring(Math.Max(type.LastIndexOf('+'), 0)))
            || (type.StartsWith(Application, StringComparison.OrdinalIgnoreCase)
                && Contains(TextApplications, type.Substring(Application.Length)));
    }

    internal static bool IsImage(string? mediaType) => mediaType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) is true;

    // Does not allocate memory, unlike Enumerable.Contains.
    private static bool Contains(string[] types, string type)
    {
        foreach (var item in types)
        {
            if (item.Equals(type, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string GetTypeWithoutParameters(string mediaType)
    {
        var end = mediaType.IndexOf(';');
        return (end < 0 ? mediaType : mediaType.Substring(0, end)).Trim();
    }
}
