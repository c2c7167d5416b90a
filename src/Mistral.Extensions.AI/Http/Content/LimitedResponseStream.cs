using System.Buffers;
using System.Text;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>A response body with a maximum length, so that an endless response does not exhaust the memory.</summary>
internal class LimitedResponseStream(Stream body, long limit) : Stream
{
    // An error with a success status is short. If it is longer, the truncated JSON is still read as far as possible.
    private const int MaxStartLength = 8 * 1024;

    // Rented when the first bytes are counted.
    private byte[] _start = [];
    private int _startLength;
    private bool _keepsStart = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The start of the body, to read an error from if the body is not the expected response.</summary>
    internal string BufferedStart => Encoding.UTF8.GetString(_start, 0, _startLength);

    /// <summary>The number of bytes that count toward the limit.</summary>
    protected long CountedLength { get; set; }

    /// <summary>The maximum of <see cref="CountedLength"/>.</summary>
    protected long Limit => limit;

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadLimitedAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

#if NET8_0_OR_GREATER
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReadLimitedAsync(buffer, cancellationToken);

    /// <summary>Reads from the body.</summary>
    protected ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        body.ReadAsync(buffer, cancellationToken);
#else
    /// <summary>Reads from the body.</summary>
    protected ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(buffer, out var array)
            ? new(body.ReadAsync(array.Array!, array.Offset, array.Count, cancellationToken))
            : throw new NotSupportedException("The buffer is not an array.");
#endif

    /// <summary>
    /// Determines whether compressed data is invalid. BrotliStream throws <see cref="InvalidOperationException"/> where the other
    /// decompression streams throw <see cref="InvalidDataException"/>.
    /// </summary>
    protected static bool IsInvalidData(InvalidOperationException exception) => exception is not ObjectDisposedException;

    /// <summary>Reads from the body and applies the limit.</summary>
#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected virtual async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = await ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);
            Count(buffer.Span.Slice(0, read));
            return read;
        }
        catch (InvalidOperationException exception) when (IsInvalidData(exception))
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>Applies the limit to bytes that were read.</summary>
    protected void Count(ReadOnlySpan<byte> bytes)
    {
        if (_keepsStart)
            KeepStart(bytes);
        CountedLength += bytes.Length;
        if (CountedLength > limit)
            throw new ResponseTooLargeException(limit);
    }

    /// <summary>Releases the start of the body. <see cref="BufferedStart"/> is empty from now on.</summary>
    protected void ReleaseStart()
    {
        _keepsStart = false;
        if (_start.Length > 0)
            ArrayPool<byte>.Shared.Return(_start);
        (_start, _startLength) = ([], 0);
    }

    private void KeepStart(ReadOnlySpan<byte> bytes)
    {
        if (_start.Length == 0)
            _start = ArrayPool<byte>.Shared.Rent(MaxStartLength);
        var kept = bytes.Slice(0, Math.Min(bytes.Length, MaxStartLength - _startLength));
        kept.CopyTo(_start.AsSpan(_startLength));
        _startLength += kept.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            ReleaseStart();
        }

        base.Dispose(disposing);
    }
}
