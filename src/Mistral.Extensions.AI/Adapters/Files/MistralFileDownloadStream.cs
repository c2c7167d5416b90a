using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Media;

#pragma warning disable MEAI001 // The base class is experimental.

namespace Mistral.Extensions.AI.Adapters.Files;

/// <summary>The content of a file, which is received while the stream is read.</summary>
internal sealed class MistralFileDownloadStream(FileDownloadStream stream) : HostedFileDownloadStream
{
    // The API returns all files as application/octet-stream.
    public override string? MediaType => MediaTypes.FromFileName(FileName) ?? stream.MediaType;

    public override string? FileName => stream.FileName;

    public override bool CanRead => stream.CanRead;

    public override bool CanSeek => false;

    public override long Length => stream.Length;

    public override long Position
    {
        get => stream.Position;
        set => stream.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        stream.ReadAsync(buffer, offset, count, cancellationToken);

#if NET8_0_OR_GREATER
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        stream.ReadAsync(buffer, cancellationToken);
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
