using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Files;

/// <summary>
/// The content of a file, which is received while the stream is read. Dispose the stream to release the connection.
/// </summary>
/// <remarks>
/// A failed read throws a <see cref="MistralException"/>, also if the response ends before its declared length. The time between two reads
/// does not count; a read that takes longer than <see cref="MistralClientOptions.StreamIdleTimeout"/> fails.
/// </remarks>
public sealed class FileDownloadStream : Stream
{
    private readonly BinaryResponseStream _response;
    private bool _isDisposed;

    internal FileDownloadStream(BinaryResponseStream response)
    {
        _response = response;
        ContentLength = response.Headers.ContentLength;
        MediaType = response.Headers.ContentType?.MediaType;
        var disposition = response.Headers.ContentDisposition;
        FileName = GetFileName(disposition?.FileNameStar ?? disposition?.FileName);
    }

    /// <summary>The size of the file in bytes; null if the server does not send it or compresses the response.</summary>
    public long? ContentLength { get; }

    /// <summary>The media type of the response, usually <c>application/octet-stream</c>; null if the server does not send it.</summary>
    public string? MediaType { get; }

    /// <summary>
    /// The file name that the server sends with the content, without a folder; null if there is none. <see cref="FilesApi.GetAsync"/>
    /// always returns the name.
    /// </summary>
    public string? FileName { get; }

    /// <inheritdoc/>
    public override bool CanRead => !_isDisposed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>Not supported. <see cref="ContentLength"/> has the length if it is known.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Length => throw new NotSupportedException("The stream cannot seek. Use ContentLength.");

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Position
    {
        get => throw CreateNotSupportedException();
        set => throw CreateNotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="MistralException">The connection failed, or the read took too long.</exception>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    /// <exception cref="MistralException">The connection failed, or the read took too long.</exception>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return _response.ReadAsync(buffer, offset, count, cancellationToken);
    }

#if NET8_0_OR_GREATER
    /// <inheritdoc/>
    /// <exception cref="MistralException">The connection failed, or the read took too long.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _response.ReadAsync(buffer, cancellationToken);
    }
#endif

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override long Seek(long offset, SeekOrigin origin) => throw CreateNotSupportedException();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void SetLength(long value) => throw CreateNotSupportedException();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Write(byte[] buffer, int offset, int count) => throw CreateNotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        if (disposing)
            _response.Dispose();
        base.Dispose(disposing);
    }

    // Callers save the file under this name, so it must not lead to another folder.
    private static string? GetFileName(string? name)
    {
        var trimmed = name?.Trim().Trim('"');
        var file = trimmed?.Substring(trimmed.LastIndexOfAny(['/', '\\', ':']) + 1);
        return file is null or "" or "." or ".." || file.Any(char.IsControl) ? null : file;
    }

    private static NotSupportedException CreateNotSupportedException() => new("The stream can only be read forward.");

    private void ThrowIfDisposed()
    {
        if (_isDisposed)
            throw new ObjectDisposedException(nameof(FileDownloadStream));
    }
}
