using System.Runtime.ExceptionServices;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// A response body of server-sent events. The limit applies to each event. A blank line is added at the end, also if the connection fails:
/// the parser would drop an event without one. At most one event is returned by each read, so that <see cref="BufferEventAsync"/> knows
/// that the parser has no other event.
/// </summary>
internal sealed class EventResponseStream(Stream body, long limit) : BufferedResponseStream(body, limit)
{
    // The bytes, from the start, that were searched for the end of an event.
    private int _searched;
    private byte _lastReturned;

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
        while (!BodyHasEnded && FindEndOfEvent() == 0 && !IsFull)
            await ReceiveAsync(cancellationToken).ConfigureAwait(false);
    }

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected override async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (Received.IsEmpty && !BodyHasEnded)
            await ReceiveAsync(cancellationToken).ConfigureAwait(false);
        return !Received.IsEmpty ? Return(buffer.Span) : EndEvents(buffer.Span);
    }

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
#endif
    private async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FillBufferAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            (Failure, BodyHasEnded) = (exception, true);
        }
    }

    private int Return(Span<byte> buffer)
    {
        var received = Received;
        var length = FindEndOfEvent() is > 0 and var end ? end : received.Length;
        length = Math.Min(length, buffer.Length);
        received.Slice(0, length).CopyTo(buffer);
        Remove(length);
        (_searched, _lastReturned) = (0, received[length - 1]);
        Count(received.Slice(0, length));
        return length;
    }

    /// <summary>Returns the number of bytes to the end of the first event, or 0 if its end was not received.</summary>
    private int FindEndOfEvent()
    {
        var bytes = Received;
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
