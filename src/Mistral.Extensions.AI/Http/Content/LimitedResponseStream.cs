using System.Text;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// The body of an answer up to a limit: a server that never ends must not fill the memory. Of an event stream the limit is that of one
/// event, and the end of the body ends an event too, as servers that forget the last blank line mean it.
/// </summary>
internal sealed class LimitedResponseStream(Stream body, long limit, bool isEventStream) : Stream
{
    // A refusal that calls itself a success is short, and what is cut of it is read as far as it goes.
    private const int LongestBeginning = 8 * 1024;

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

    /// <summary>What came first, to see what it is where it is no answer; empty when an event has begun.</summary>
    internal string BufferedStart => _beginning is null ? "" : Encoding.UTF8.GetString(_beginning.GetBuffer(), 0, (int)_beginning.Length);

    internal bool HasEvents { get; private set; }

    /// <summary>An event is over: the limit is that of the next, and the body is the stream it should be.</summary>
    internal void StartNextEvent() => (_length, _beginning, HasEvents) = (0, null, true);

    public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count), buffer.AsSpan(offset, count));

#if NET8_0_OR_GREATER
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Span);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // So BrotliStream says what the others call invalid data.
            throw new InvalidDataException(exception.Message, exception);
        }
    }
#else
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await body.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false), buffer.AsSpan(offset, count));
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
        if (read == 0 && isEventStream && !_ended && buffer.Length >= BlankLine.Length)
        {
            _ended = true;
            BlankLine.CopyTo(buffer);
            return BlankLine.Length;
        }

        Keep(buffer.Slice(0, read));
        _length += read;
        return _length <= limit ? read : throw new ResponseTooLargeException(limit);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var rest = LongestBeginning - (int)(_beginning?.Length ?? LongestBeginning);
        if (rest > 0)
            _beginning!.Write(bytes.Slice(0, Math.Min(rest, bytes.Length)).ToArray(), 0, Math.Min(rest, bytes.Length));
    }
}
