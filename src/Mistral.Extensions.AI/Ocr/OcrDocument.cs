using System.Runtime.InteropServices;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>Makes what an <see cref="OcrRequest"/> reads, in the form the server wants: images as images, everything else as documents.</summary>
public static class OcrDocument
{
    /// <summary>A document or an image on the web.</summary>
    /// <param name="url">An https address. It is an image if the name at its end says so.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">The address is not https.</exception>
    public static ContentChunk FromUrl(Uri url)
    {
        if (url is null)
            throw new ArgumentNullException(nameof(url));
        if (url is not { IsAbsoluteUri: true, Scheme: "https" })
            throw new ArgumentException($"Mistral reads documents over https only, not {url}. Load the bytes and use FromBytes.", nameof(url));

        return Create(url.AbsoluteUri, MediaTypes.FromFileName(url.AbsolutePath), null);
    }

    /// <summary>A document or an image in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="mediaType">What it is, e.g. <c>application/pdf</c>; null to find out from the name and the first bytes.</param>
    /// <param name="name">The name of the file.</param>
    /// <returns>The document, as a data URI.</returns>
    /// <exception cref="ArgumentException">There are no bytes, or what they are is neither said nor found out.</exception>
    public static ContentChunk FromBytes(ReadOnlyMemory<byte> bytes, string? mediaType = null, string? name = null)
    {
        if (bytes.IsEmpty)
            throw new ArgumentException("The document is empty.", nameof(bytes));

        var type = mediaType is { Length: > 0 } ? mediaType : MediaTypes.FromBytes(bytes.Span) ?? MediaTypes.FromFileName(name)
            ?? throw new ArgumentException("What the document is cannot be found out. Say its media type, e.g. \"application/pdf\".", nameof(mediaType));
        return Create($"data:{type};base64,{Base64(bytes)}", type, name);
    }

    /// <summary>A document or an image from a stream, read to its end and left open.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="mediaType">What it is; null to find out from the name and the first bytes.</param>
    /// <param name="name">The name of the file; null for the stream's own, if it is a file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The document, as a data URI.</returns>
    public static async Task<ContentChunk> FromStreamAsync(
        Stream stream, string? mediaType = null, string? name = null, CancellationToken cancellationToken = default)
    {
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));

        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, 81920, cancellationToken).ConfigureAwait(false);
        return FromBytes(memory.GetBuffer().AsMemory(0, (int)memory.Length), mediaType, name ?? Path.GetFileName((stream as FileStream)?.Name));
    }

    /// <summary>A file on this machine.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The document, as a data URI.</returns>
    public static async Task<ContentChunk> FromFileAsync(string path, CancellationToken cancellationToken = default)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 81920, useAsync: true);
        return await FromStreamAsync(file, name: Path.GetFileName(path), cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A file that was uploaded to Mistral before.</summary>
    /// <param name="fileId">The id the Files API gave it, a UUID.</param>
    /// <returns>The document.</returns>
    public static ContentChunk FromUpload(string fileId) => new FileChunk(fileId);

    /// <summary>Word and PowerPoint, whose images the server gives in base64 or not at all.</summary>
    internal static bool IsOfficeFile(ContentChunk document) =>
        document is DocumentUrlChunk { DocumentUrl: { } url, DocumentName: var name }
        && (MediaTypes.FromUrl(url) ?? MediaTypes.FromFileName(name))?.StartsWith("application/vnd.openxmlformats-officedocument.", StringComparison.OrdinalIgnoreCase) is true;

    private static ContentChunk Create(string address, string? mediaType, string? name) => MediaTypes.IsImage(mediaType)
        ? new ImageUrlChunk(address)
        : new DocumentUrlChunk(address) { DocumentName = name };

    private static string Base64(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? Convert.ToBase64String(segment.Array!, segment.Offset, segment.Count)
        : Convert.ToBase64String(bytes.ToArray());
}
