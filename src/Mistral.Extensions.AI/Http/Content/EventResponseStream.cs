using System.Runtime.ExceptionServices;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>
/// A response body of server-sent events. The limit applies to each event. A blank line is added at the end, also if the connection fails:
/// the parser would drop an event without one. A read returns at most one event, so that no other event is in the parser when
/// <see cref="ReceiveEventAsync"/> waits for the next one.
/// </summary>
internal sealed class EventResponseStream(Stream body, long limit) : BufferedResponseStream(body, limit, Capacity)
{
    // A few events. A process may have thousands of streams, and each has a buffer.
    private const int Capacity = 2 * 1024;

    // The parser collects larger events.
    private const int MaxCapacity = 64 * 1024;

    // The bytes, from the start, that were searched for the end of an event, and its position; 0 if it was not found.
    private int _searched;
    private int _endOfEvent;
    private byte _lastReturned;
    private bool _parserHasData;

    // The line break that ends the last line, and the one of the blank line.
    private int _missingLineBreaks = 2;

    /// <summary>The exception with which the connection failed; null if it did not.</summary>
    internal IOException? Failure { get; private set; }

    /// <summary>Whether everything was returned that the server has sent before the stream ended or failed.</summary>
    internal bool HasEnded { get; private set; }

    /// <summary>Whether an event was read.</summary>
    internal bool HasEvents { get; private set; }

    // Of an event that is larger than the buffer, the parser receives the rest.
    private bool HasReceivedEvent => BodyHasEnded || FindEndOfEvent() > 0 || Received.Length >= MaxCapacity;

    /// <summary>
    /// Resets the limit after an event was read, and releases the start of the body: a body with events is not an error response.
    /// </summary>
    internal void StartNextEvent()
    {
        (CountedLength, HasEvents) = (0, true);
        ReleaseStart();
    }

    /// <summary>Waits until the next event, or the end of the stream, is received.</summary>
#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
#endif
    internal async ValueTask ReceiveEventAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!HasReceivedEvent)
            {
                if (IsFull)
                    EnsureCapacity(Received.Length * 2);
                EndRead(await BeginReadAsync(cancellationToken).ConfigureAwait(false));
            }
        }
        catch (IOException exception)
        {
            (Failure, BodyHasEnded) = (exception, true);
        }
        catch (InvalidOperationException exception) when (IsInvalidData(exception))
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>
    /// Gets the data of the next event if it consists of one line with data, which nearly all events do. The bytes are valid until the next
    /// read. Every other event is left to the parser.
    /// </summary>
    internal bool TryReadData(out ReadOnlySpan<byte> data)
    {
        data = default;
        var end = FindEndOfEvent();
        var received = Received;
        if (end == 0 || end > Limit || _parserHasData || !received.StartsWith("data:"u8))
            return false;

        var line = received.Slice(0, received.IndexOfAny((byte)'\n', (byte)'\r'));
        var lineBreaks = received.Slice(line.Length, end - line.Length);
        if (!lineBreaks.SequenceEqual("\n\n"u8) && !lineBreaks.SequenceEqual("\r\n\r\n"u8))
            return false;

        data = line.Slice(line.Length > 5 && line[5] is (byte)' ' ? 6 : 5);
        Remove(end);
        (_searched, _endOfEvent, _lastReturned) = (0, 0, (byte)'\n');
        return true;
    }

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected override async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (Received.IsEmpty)
            await ReceiveEventAsync(cancellationToken).ConfigureAwait(false);
        return !Received.IsEmpty ? Return(buffer.Span) : EndEvents(buffer.Span);
    }

    private int Return(Span<byte> buffer)
    {
        var received = Received;
        var length = FindEndOfEvent() is > 0 and var end ? end : received.Length;
        length = Math.Min(length, buffer.Length);
        received.Slice(0, length).CopyTo(buffer);
        Remove(length);
        (_searched, _endOfEvent, _lastReturned) = (0, 0, received[length - 1]);
        // After this character, the parser waits for the next event before it returns this one.
        _parserHasData |= _lastReturned is (byte)'\r';
        Count(received.Slice(0, length));
        return length;
    }

    /// <summary>Returns the number of bytes to the end of the first event, or 0 if its end was not received.</summary>
    private int FindEndOfEvent()
    {
        if (_endOfEvent > 0)
            return _endOfEvent;

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
                return EndEventAt(i);

            _searched = i + 1;
        }

        _searched = bytes.Length;
        return 0;
    }

    private int EndEventAt(int lineBreak)
    {
        var bytes = Received;
        if (bytes[lineBreak] is (byte)'\n')
            return _endOfEvent = lineBreak + 1;

        // The next byte may be the second half of \r\n. Without it, the parser would not return the event either.
        _searched = lineBreak;
        return lineBreak + 1 == bytes.Length ? 0 : _endOfEvent = lineBreak + (bytes[lineBreak + 1] is (byte)'\n' ? 2 : 1);
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
