using System.Net;
using System.Net.Http.Headers;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A body that begins like others and then says the same byte for ever. Bytes are made as they are read: it takes no memory.</summary>
internal sealed class EndlessBody(byte[] begin, byte filling) : Stream
{
    private const long MostEver = 100_000_000;

    /// <summary>How many bytes have been read.</summary>
    internal long Given { get; private set; }

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

    internal HttpResponseMessage Response(HttpStatusCode status = HttpStatusCode.OK, string contentType = "application/json") => new(status)
    {
        Content = new StreamContent(this) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
    };

    public override int Read(Span<byte> buffer)
    {
        // Who has not had enough by now never will: a failure, and no test that hangs.
        if (Given > MostEver)
            throw new InvalidOperationException("Nobody stops reading.");

        var first = Given < begin.Length ? begin.AsSpan((int)Given) : [];
        if (first.Length > buffer.Length)
            first = first[..buffer.Length];
        first.CopyTo(buffer);
        buffer[first.Length..].Fill(filling);
        Given += buffer.Length;
        return buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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
