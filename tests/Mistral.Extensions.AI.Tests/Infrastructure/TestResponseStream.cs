using System.Net;
using System.Net.Http.Headers;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A response stream that records whether it was disposed. Derived classes define what it returns.</summary>
internal abstract class TestResponseStream : Stream
{
    internal bool IsDisposed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Creates a response with this stream as its body.</summary>
    internal HttpResponseMessage ToResponse(string contentType = "application/json", HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StreamContent(this) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } } };

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The library must read asynchronously: a synchronous read would block a thread.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
