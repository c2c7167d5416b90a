namespace Mistral.Extensions.AI.Http;

/// <summary>
/// The body of an answer up to a limit: a server that never ends must not fill the memory. Of an event stream the limit is that of one
/// event, and the end of the body ends an event too, as servers that forget the last blank line mean it. A body that as a whole is a
/// refusal, whatever the status said, is one when it ends.
/// </summary>
/// <param name="refuse">Makes the exception for the text of a refusal.</param>
internal sealed class ResponseBody(Stream body, long limit, bool isEventStream, Func<string, Exception> refuse) : Stream
{
    // Of what is longer, the beginning has to look like a refusal to be kept on.
    private const int EnoughToTell = 4 * 1024;


    private static readonly byte[] BlankLine = [(byte)'\n', (byte)'\n'];

    private MemoryStream? _beginning = new();
    private long _length;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>An event is over: the limit is that of the next, and the body is the stream it should be.</summary>
    internal void BeginEvent() => (_length, _beginning, HasEvents) = (0, null, true);

    internal bool HasEvents { get; private set; }

    public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count), buffer.AsSpan(offset, count));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await body.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false), buffer.AsSpan(offset, count));

#if NET8_0_OR_GREATER
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Span);
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int read, Span<byte> buffer)
    {
        if (read == 0 && _beginning?.ToArray() is { Length: > 0 } whole)
            EventReader.ThrowIfError(whole, refuse);
        Keep(buffer.Slice(0, read));
        if (read == 0 && isEventStream && !_ended && buffer.Length >= BlankLine.Length)
        {
            _ended = true;
            BlankLine.CopyTo(buffer);
            return BlankLine.Length;
        }

        _length += read;
        return _length <= limit ? read : throw new ResponseTooLargeException(limit);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_beginning is null || bytes.IsEmpty)
            return;

        _beginning.Write(bytes.ToArray(), 0, bytes.Length);
        var isObject = _beginning.GetBuffer()[0] is (byte)'{';
        var length = (int)_beginning.Length;
        if (!isObject || length > ErrorReader.MaxBody || (length > EnoughToTell && !EventReader.MayBeError(_beginning.GetBuffer().AsSpan(0, length))))
            _beginning = null;
    }
}

/// <summary>An answer is larger than the caller allows.</summary>
internal sealed class ResponseTooLargeException(long limit) : IOException
{
    internal long Limit { get; } = limit;
}
