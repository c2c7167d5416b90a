using System.Buffers;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>A response body whose bytes are collected in a buffer until they can be returned.</summary>
internal abstract class BufferedResponseStream(Stream body, long limit, int capacity) : LimitedResponseStream(body, limit)
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _start;
    private int _end;

    // Stays true if a read throws: a canceled read may still write to the buffer, so it must not be used again.
    private bool _isReading;

    /// <summary>The bytes that were received and not removed yet.</summary>
    protected Span<byte> Received => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the buffer has no space for more bytes.</summary>
    protected bool IsFull => _end - _start == _buffer.Length;

    /// <summary>Whether the server sends no more bytes.</summary>
    protected bool BodyHasEnded { get; set; }

    /// <summary>
    /// Reads more bytes from the body. The caller passes their number to <see cref="EndRead"/>. An async method for both would need a state
    /// of its own while it waits.
    /// </summary>
    protected ValueTask<int> BeginReadAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        (_start, _end) = (0, _end - _start);
        _isReading = true;
        return ReadBodyAsync(_buffer.AsMemory(_end), cancellationToken);
    }

    /// <summary>Adds the bytes that were read, and returns their number. 0 is the end of the body.</summary>
    protected int EndRead(int count)
    {
        _isReading = false;
        (_end, BodyHasEnded) = (_end + count, count == 0);
        return count;
    }

    /// <summary>Makes space for a total number of bytes.</summary>
    protected void EnsureCapacity(int length)
    {
        if (_buffer.Length >= length)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(length);
        Received.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (larger, 0, _end - _start);
    }

    /// <summary>Removes bytes from the start of <see cref="Received"/>.</summary>
    protected void Remove(int count) => _start += count;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _buffer.Length > 0)
        {
            if (!_isReading)
                ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end, BodyHasEnded) = ([], 0, 0, true);
        }
    }
}
