using System.Net.Http.Headers;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Files;

/// <summary>The data of a file to upload, its name and its media type. The data is read while the request is sent.</summary>
public sealed class FileData
{
    private FileData(BinarySource source, string? mediaType, string? name)
    {
        if (name is not null && string.IsNullOrWhiteSpace(name))
            throw new ArgumentException("The file name is empty. Pass a name, for example \"contract.pdf\", or null.", nameof(name));

        var type = mediaType ?? MediaTypes.FromBytes(source.Peek(MediaTypes.SignatureLength).Span) ?? MediaTypes.FromFileName(name)
            ?? "application/octet-stream";
        (Source, Name) = (source, name ?? $"file{MediaTypes.GetExtension(type)}");
        MediaType = MediaTypeHeaderValue.TryParse(type, out var parsed)
            ? parsed.ToString()
            : throw new ArgumentException(
                "The media type is not valid. Pass one such as \"application/pdf\", or null to detect it.", nameof(mediaType));
    }

    /// <summary>The name of the file, with which the API stores it. All characters are allowed.</summary>
    public string Name { get; }

    /// <summary>The media type of the file.</summary>
    public string MediaType { get; }

    internal BinarySource Source { get; }

    /// <summary>Creates the data of a local file, which is read when the request is sent, and again for a retry.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="mediaType">The media type; null to detect it from the first bytes or the file name.</param>
    /// <param name="name">The name with which to store the file; null for the file name in the path.</param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentException"><paramref name="mediaType"/> is not valid, or <paramref name="name"/> is empty.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static FileData FromFile(string path, string? mediaType = null, string? name = null) =>
        new(BinarySource.FromFile(path), mediaType, name ?? Path.GetFileName(path));

    /// <summary>
    /// Creates the data of a stream, which is read when the request is sent, from its current position to its end.
    /// </summary>
    /// <param name="stream">
    /// The content of the file. Keep it open until the response was received. A request with a stream that cannot seek is not retried,
    /// can be sent only once, and is sent without its length.
    /// </param>
    /// <param name="mediaType">The media type; null to detect it from the first bytes or the file name.</param>
    /// <param name="name">
    /// The name with which to store the file; null for that of a <see cref="FileStream"/>, or <c>file</c> with the extension of the media
    /// type.
    /// </param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="mediaType"/> is not valid, or <paramref name="name"/> is empty.</exception>
    public static FileData FromStream(Stream stream, string? mediaType = null, string? name = null) => stream is null
        ? throw new ArgumentNullException(nameof(stream))
        : new(BinarySource.FromStream(stream), mediaType, name ?? Path.GetFileName((stream as FileStream)?.Name));

    /// <summary>Creates the data of bytes.</summary>
    /// <param name="bytes">The content of the file. It is not copied: do not change it until the response was received.</param>
    /// <param name="mediaType">The media type; null to detect it from the first bytes or the file name.</param>
    /// <param name="name">The name with which to store the file; null for <c>file</c> with the extension of the media type.</param>
    /// <returns>The data.</returns>
    /// <exception cref="ArgumentException"><paramref name="mediaType"/> is not valid, or <paramref name="name"/> is empty.</exception>
    public static FileData FromBytes(ReadOnlyMemory<byte> bytes, string? mediaType = null, string? name = null) =>
        new(BinarySource.FromBytes(bytes), mediaType, name);

    internal static FileData FromSource(BinarySource source, string mediaType, string name) => new(source, mediaType, name);
}
