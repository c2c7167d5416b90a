using System.Buffers;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// A response body of JSON with a maximum length. Unpaired surrogates are replaced, because one of them in any text would make reading the
/// whole response fail.
/// </summary>
internal sealed class JsonResponseStream(Stream body, long limit) : LimitedResponseStream(body, limit)
{
    private const int BufferLength = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);

    // The bytes from the start are not returned yet; those from the final end are an escape that was not received completely.
    private int _start;
    private int _finalEnd;
    private int _end;
    private bool _bodyHasEnded;

    // Stays true if a read throws: a canceled read may still write to the buffer, so it must not be used again.
    private bool _isReading;

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected override async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_start == _finalEnd && !_bodyHasEnded)
            await FillBufferAsync(cancellationToken).ConfigureAwait(false);

        var length = Math.Min(buffer.Length, _finalEnd - _start);
        _buffer.AsSpan(_start, length).CopyTo(buffer.Span);
        _start += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _buffer.Length > 0)
        {
            if (!_isReading)
                ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _finalEnd, _end, _bodyHasEnded) = ([], 0, 0, 0, true);
        }
    }

    private async ValueTask FillBufferAsync(CancellationToken cancellationToken)
    {
        Buffer.BlockCopy(_buffer, _finalEnd, _buffer, 0, _end - _finalEnd);
        (_start, _finalEnd, _end) = (0, 0, _end - _finalEnd);

        _isReading = true;
        var read = await ReadBodyAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _isReading = false;
        Count(_buffer.AsSpan(_end, read));
        (_end, _bodyHasEnded) = (_end + read, read == 0);
        _finalEnd = UnpairedSurrogates.Replace(_buffer.AsSpan(0, _end), _bodyHasEnded);
    }
}
