namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>The media types of documents and images.</summary>
internal static class MediaTypes
{
    public const string Binary = "application/octet-stream";
    public const string JsonLines = "application/jsonl";
    public const string Pdf = "application/pdf";
    public const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string PowerPoint = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

    /// <summary>
    /// The supported types, as the server's error message for an unsupported type lists them:
    /// https://github.com/mistralai/client-python/issues/217.
    /// </summary>
    private static readonly string[] DocumentTypes =
    [
        Pdf, Word, PowerPoint, "application/epub+zip", "application/docbook+xml", "application/rtf",
        "application/vnd.oasis.opendocument.text", "application/x-biblatex", "application/x-bibtex", "application/x-endnote+xml",
        "application/x-fictionbook+xml", "application/x-ipynb+json", "application/x-jats+xml", "application/x-latex",
        "application/x-opml+xml", "text/troff", "text/x-dokuwiki",
    ];

    /// <summary>The list of supported types in the error message of the server.</summary>
    public static string SupportedTypes => string.Join(", ", DocumentTypes.Skip(1).Prepend("image/.*").Prepend(Pdf));

    public static bool IsImage(string mediaType) => mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);

    public static bool IsDocument(string mediaType) => DocumentTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns ".docx" or ".pptx", or null for other types.</summary>
    public static string? GetOfficeExtension(string mediaType) => mediaType switch
    {
        Word => ".docx",
        PowerPoint => ".pptx",
        _ => null,
    };

    /// <summary>
    /// Returns the media type for the file extension in a URL, or null for an unknown extension. The emulator does not fetch the URL, so
    /// there is no <c>Content-Type</c>.
    /// </summary>
    public static string? FromUrl(string url) => FromFileName(new Uri(url).AbsolutePath);

    /// <summary>Returns the media type for the extension of a file name, or null for an unknown extension.</summary>
    public static string? FromFileName(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".pdf" => Pdf,
        ".docx" => Word,
        ".pptx" => PowerPoint,
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".avif" => "image/avif",
        ".jsonl" => JsonLines,
        _ => null,
    };
}
