namespace Mistral.Extensions.AI.DataIngestion;

/// <summary>Rejects media types that OCR cannot read. All other types are sent to the API, because later models may read more.</summary>
internal static class DocumentMediaType
{
    private static readonly string[] OtherGroups = ["audio/", "font/", "text/", "video/"];

    private static readonly string[] OtherTypes =
        ["application/gzip", "application/json", "application/x-zip-compressed", "application/xml", "application/zip"];

    // In the API's list of supported types: https://github.com/mistralai/client-python/issues/217
    private static readonly string[] TextTypes = ["text/troff", "text/x-dokuwiki"];

    /// <summary>Returns whether the media type must be detected. A file with an unknown extension has the type octet-stream.</summary>
    internal static bool IsUnknown(string? mediaType) =>
        string.IsNullOrEmpty(mediaType) || string.Equals(mediaType, "application/octet-stream", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="NotSupportedException">OCR cannot read files of this media type.</exception>
    internal static void ThrowIfNotSupported(string? mediaType, string identifier)
    {
        var type = mediaType?.Split(';')[0].Trim() ?? "";
        if (!TextTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            && (OtherGroups.Any(group => type.StartsWith(group, StringComparison.OrdinalIgnoreCase))
                || OtherTypes.Contains(type, StringComparer.OrdinalIgnoreCase)))
        {
            throw new NotSupportedException(
                $"{identifier} has the media type {type}, which OCR cannot read. Pass PDF, Word, PowerPoint or image files, "
                    + "or use another IngestionDocumentReader.");
        }
    }
}
