using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// A response body of server-sent events. The limit applies to each event. A blank line is added at the end, also if the connection fails:
/// the parser would drop an event without one. At most one event is returned by each read, so that <see cref="BufferEventAsync"/> knows
/// that the parser has no other event.
/// </summary>
internal sealed class EventResponseStream(Stream body, long limit) : LimitedResponseStream(body, limit)
{
    private const int BufferLength = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);

    // The bytes that were received and not returned yet.
    private int _start;
    private int _end;

    // The bytes, from the start, that were searched for the end of an event.
    private int _searched;
    private byte _lastReturned;
    private bool _bodyHasEnded;

    // Stays true if a read throws: a canceled read may still write to the buffer, so it must not be used again.
    private bool _isReading;

    // The line break that ends the last line, and the one of the blank line.
    private int _missingLineBreaks = 2;

    /// <summary>The exception with which the connection failed; null if it did not.</summary>
    internal IOException? Failure { get; private set; }

    /// <summary>Whether everything was returned that the server has sent before the stream ended or failed.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Whether an event was read.</summary>
    internal bool HasEvents { get; private set; }

    /// <summary>Resets the limit for the next event.</summary>
    internal void StartNextEvent()
    {
        (CountedLength, HasEvents) = (0, true);
        ReleaseStart();
    }

    /// <summary>
    /// Waits until the next read does not have to wait: for the end of an event, the end of the stream, or a full buffer.
    /// </summary>
#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
#endif
    internal async ValueTask BufferEventAsync(CancellationToken cancellationToken)
    {
        while (!_bodyHasEnded && FindEndOfEvent() == 0 && _end - _start < _buffer.Length)
            await FillBufferAsync(cancellationToken).ConfigureAwait(false);
    }

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected override async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_start == _end && !_bodyHasEnded)
            await FillBufferAsync(cancellationToken).ConfigureAwait(false);
        return _start < _end ? Return(buffer.Span) : EndEvents(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _buffer.Length > 0)
        {
            if (!_isReading)
                ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end, _bodyHasEnded) = ([], 0, 0, true);
        }
    }

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private async ValueTask<int> FillBufferAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length || _start == _end)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }

        try
        {
            _isReading = true;
            var read = await ReadBodyAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _isReading = false;
            _end += read;
            _bodyHasEnded = read == 0;
            return read;
        }
        catch (IOException exception)
        {
            (Failure, _bodyHasEnded) = (exception, true);
            return 0;
        }
    }

    private int Return(Span<byte> buffer)
    {
        var received = _buffer.AsSpan(_start, _end - _start);
        var length = FindEndOfEvent() is > 0 and var end ? end : received.Length;
        length = Math.Min(length, buffer.Length);
        received.Slice(0, length).CopyTo(buffer);
        _start += length;
        (_searched, _lastReturned) = (0, received[length - 1]);
        Count(received.Slice(0, length));
        return length;
    }

    /// <summary>Returns the number of bytes to the end of the first event, or 0 if its end was not received.</summary>
    private int FindEndOfEvent()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        while (_searched < bytes.Length)
        {
            var next = bytes.Slice(_searched).IndexOfAny((byte)'\n', (byte)'\r');
            if (next < 0)
                break;

            // An event ends with two line breaks, each of which is \n, \r\n or \r.
            var i = _searched + next;
            var previous = i > 0 ? bytes[i - 1] : _lastReturned;
            if (previous is (byte)'\n' || (previous is (byte)'\r' && bytes[i] is (byte)'\r'))
                return i + (bytes[i] is (byte)'\r' && i + 1 < bytes.Length && bytes[i + 1] is (byte)'\n' ? 2 : 1);

            _searched = i + 1;
        }

        _searched = bytes.Length;
        return 0;
    }

    /// <summary>Ends the last event with a blank line. After that, the stream has ended, or throws the failure.</summary>
    private int EndEvents(Span<byte> buffer)
    {
        HasEnded = true;
        var count = Math.Min(_missingLineBreaks, buffer.Length);
        if (count == 0 && Failure is not null)
            ExceptionDispatchInfo.Capture(Failure).Throw();

        buffer.Slice(0, count).Fill((byte)'\n');
        _missingLineBreaks -= count;
        return count;
    }
}
