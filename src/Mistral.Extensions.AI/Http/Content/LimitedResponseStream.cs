using System.Runtime.ExceptionServices;
using System.Text;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// A response body with a maximum length, so that an endless response does not exhaust the memory. In an event stream, the limit applies to
/// each event, and a blank line is added at the end, also if the connection fails: the parser would drop an event without one.
/// </summary>
internal sealed class LimitedResponseStream(Stream body, long limit, bool isEventStream) : Stream
{
    // An error with a success status is short. If it is longer, the truncated JSON is still read as far as possible.
    private const int MaxBufferedLength = 8 * 1024;

    private MemoryStream? _start = new();
    private long _length;

    // The line break that ends the last line, and the one of the blank line.
    private int _missingLineBreaks = isEventStream ? 2 : 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// The start of the body, to read an error from if the body is not the expected response; empty after the first event.
    /// </summary>
    internal string BufferedStart => _start is null ? "" : Encoding.UTF8.GetString(_start.GetBuffer(), 0, (int)_start.Length);

    /// <summary>The exception with which the connection failed; null if it did not, or if the body is not an event stream.</summary>
    internal IOException? Failure { get; private set; }

    /// <summary>Whether the server sends no more bytes of an event stream, because it has ended or failed.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Whether an event was read.</summary>
    internal bool HasEvents { get; private set; }

    /// <summary>Resets the limit for the next event of the stream.</summary>
    internal void StartNextEvent() => (_length, _start, HasEvents) = (0, null, true);

    public override int Read(byte[] buffer, int offset, int count) =>
        ProcessRead(body.Read(buffer, offset, count), buffer.AsSpan(offset, count));

#if NET8_0_OR_GREATER
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (HasEnded)
            return EndEvents(buffer.Span);

        try
        {
            return ProcessRead(await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Span);
        }
        catch (IOException exception) when (IsFailureOfEventStream(exception))
        {
            return EndEvents(buffer.Span, exception);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // BrotliStream throws InvalidOperationException where the other decompression streams throw InvalidDataException.
            throw new InvalidDataException(exception.Message, exception);
        }
    }
#else
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (HasEnded)
            return EndEvents(buffer.AsSpan(offset, count));

        try
        {
            var read = await body.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
            return ProcessRead(read, buffer.AsSpan(offset, count));
        }
        catch (IOException exception) when (IsFailureOfEventStream(exception))
        {
            return EndEvents(buffer.AsSpan(offset, count), exception);
        }
    }
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

    private int ProcessRead(int read, Span<byte> buffer)
    {
        if (read == 0 && isEventStream)
            return EndEvents(buffer);

        BufferStart(buffer.Slice(0, read));
        _length += read;
        return _length <= limit ? read : throw new ResponseTooLargeException(limit);
    }

    private bool IsFailureOfEventStream(IOException exception) => isEventStream && exception is not ResponseTooLargeException;

    /// <summary>Ends the last event with a blank line. After that, the stream has ended, or throws the failure.</summary>
    private int EndEvents(Span<byte> buffer, IOException? failure = null)
    {
        HasEnded = true;
        Failure ??= failure;
        var count = Math.Min(_missingLineBreaks, buffer.Length);
        if (count == 0 && Failure is not null)
            ExceptionDispatchInfo.Capture(Failure).Throw();

        buffer.Slice(0, count).Fill((byte)'\n');
        _missingLineBreaks -= count;
        return count;
    }

    private void BufferStart(ReadOnlySpan<byte> bytes)
    {
        var remaining = MaxBufferedLength - (int)(_start?.Length ?? MaxBufferedLength);
        if (remaining > 0)
            _start!.Write(bytes.Slice(0, Math.Min(remaining, bytes.Length)).ToArray(), 0, Math.Min(remaining, bytes.Length));
    }
}
