using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// Creates the document of an <see cref="OcrRequest"/>. The API requires an <see cref="ImageUrlChunk"/> for images and a
/// <see cref="DocumentUrlChunk"/> for all other files; the methods choose the type by the media type of the file.
/// </summary>
public static class OcrDocument
{
    /// <summary>Creates a document or an image from a URL, which Mistral's server downloads.</summary>
    /// <param name="url">An https URL. The file extension determines whether it is an image.</param>
    /// <returns>The document or image.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> is null.</exception>
    /// <exception cref="ArgumentException">The URL is not an absolute https URL.</exception>
    public static ContentChunk FromUrl(Uri url)
    {
        if (url is null)
            throw new ArgumentNullException(nameof(url));
        if (url is not { IsAbsoluteUri: true, Scheme: "https" })
        {
            throw new ArgumentException(
                $"The URL must be absolute and use https, but was {url}. Load the bytes and use FromBytes.", nameof(url));
        }

        return Create(url.AbsoluteUri, MediaTypes.FromFileName(url.AbsolutePath), null);
    }

    /// <summary>Creates a document or an image from bytes.</summary>
    /// <param name="bytes">The content of the file. It is not copied: do not change it until the response was received.</param>
    /// <param name="mediaType">
    /// The media type, for example <c>application/pdf</c>; null to detect it from the first bytes or the file name.
    /// </param>
    /// <param name="name">The file name; may be null.</param>
    /// <returns>The document or image as a data URI.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="bytes"/> is empty, or the media type was neither specified nor detected.
    /// </exception>
    public static ContentChunk FromBytes(ReadOnlyMemory<byte> bytes, string? mediaType = null, string? name = null) =>
        Create(BinarySource.FromBytes(bytes), mediaType, name);

    /// <summary>
    /// Creates a document or an image from a stream, which is read when the request is sent, from its current position to its end.
    /// </summary>
    /// <param name="stream">
    /// The content of the file. Keep it open until the response was received. A request with a stream that cannot seek is not retried,
    /// and can be sent only once.
    /// </param>
    /// <param name="mediaType">
    /// The media type, for example <c>application/pdf</c>; null to detect it from the first bytes or the file name.
    /// </param>
    /// <param name="name">The file name; null to use the name of a <see cref="FileStream"/>.</param>
    /// <returns>The document or image as a data URI.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException">The stream is empty, or the media type was neither specified nor detected.</exception>
    public static ContentChunk FromStream(Stream stream, string? mediaType = null, string? name = null) => stream is null
        ? throw new ArgumentNullException(nameof(stream))
        : Create(BinarySource.FromStream(stream), mediaType, name ?? Path.GetFileName((stream as FileStream)?.Name));

    /// <summary>Creates a document or an image from a local file, which is read when the request is sent, and again for a retry.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>The document or image as a data URI.</returns>
    /// <exception cref="ArgumentException">The file is empty, or the media type was not detected.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static ContentChunk FromFile(string path) => Create(BinarySource.FromFile(path), null, Path.GetFileName(path));

    /// <summary>Creates a document from a file that was uploaded to Mistral with the Files API.</summary>
    /// <param name="fileId">The ID of the file, a UUID.</param>
    /// <returns>The document.</returns>
    public static ContentChunk FromUpload(string fileId) => new FileChunk(fileId);

    /// <summary>Creates a document from a file that was uploaded to Mistral with the Files API.</summary>
    /// <param name="file">The file, as <see cref="FilesApi.UploadAsync"/> returns it.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    /// <exception cref="ArgumentException">The file has no ID.</exception>
    public static ContentChunk FromUpload(FileSchema file) => new FileChunk(
        (file ?? throw new ArgumentNullException(nameof(file))).Id
            ?? throw new ArgumentException("The file has no ID. Pass the file that UploadAsync returned.", nameof(file)));

    /// <summary>
    /// Returns whether the document is an Office file (.docx, .pptx or .xlsx), whose images the API returns only as base64: "For .docx
    /// files, extracted images can only be returned in base64."
    /// </summary>
    internal static bool IsOfficeFile(ContentChunk document) =>
        document is DocumentUrlChunk { DocumentUrl: { } url, DocumentName: var name }
        && (url.MediaType ?? MediaTypes.FromFileName(name))
            ?.StartsWith("application/vnd.openxmlformats-officedocument.", StringComparison.OrdinalIgnoreCase) is true;

    private static ContentChunk Create(BinarySource data, string? mediaType, string? name)
    {
        if (data.Length is 0)
            throw new ArgumentException("The document is empty. Pass the content of the file.");

        var type = mediaType is { Length: > 0 }
            ? mediaType
            : MediaTypes.FromBytes(data.Peek(MediaTypes.SignatureLength).Span) ?? MediaTypes.FromFileName(name)
            ?? throw new ArgumentException(
                "The media type of the document could not be detected. Specify it, for example \"application/pdf\".", nameof(mediaType));
        return type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase)
            ? throw new ArgumentException($"The file is audio ({type}), not a document. Transcribe it with MistralClient.Audio.")
            : Create(MediaUrl.Create(data, type), type, name);
    }

    private static ContentChunk Create(MediaUrl url, string? mediaType, string? name) => MediaTypes.IsImage(mediaType)
        ? new ImageUrlChunk(url)
        : new DocumentUrlChunk(url) { DocumentName = name };
}
