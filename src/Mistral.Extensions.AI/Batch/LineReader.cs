using System.Buffers;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Reads the lines of a file. One line is in memory at a time.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    /// <summary>The maximum length of a line in bytes, the default of the maximum size of a response.</summary>
    private const int MaxLength = 256 * 1024 * 1024;

    private const int Capacity = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private int _start;
    private int _end;
    private bool _hasEnded;

    // Stays true if a read throws: a canceled read may still write to the buffer, so it must not be used again.
    private bool _isReading;

    /// <summary>The number of the last line, counted from 1.</summary>
    internal long LineNumber { get; private set; }

    /// <summary>Reads the next line without its line break, or returns null at the end. It is valid until the next read.</summary>
    internal async ValueTask<Memory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var searched = 0;
        int length;
        while ((length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n')) < 0 && !_hasEnded)
        {
            searched = _end - _start;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        length = length < 0 ? _end - _start : length + searched;
        if (length == 0 && _start == _end)
            return null;

        var line = _buffer.AsMemory(_start, length);
        _start = Math.Min(_start + length + 1, _end);
        // A byte order mark at the start of the file.
        return LineNumber++ == 0 && line.Span.StartsWith("\uFEFF"u8) ? line.Slice(3) : line;
    }

    /// <summary>Determines whether a line has only white space.</summary>
    internal static bool IsBlank(ReadOnlySpan<byte> line)
    {
        foreach (var value in line)
        {
            if (value is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0 && !_isReading)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end, _hasEnded) = ([], 0, 0, true);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        MakeSpace();
        _isReading = true;
#if NET8_0_OR_GREATER
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
#else
        var read = await stream.ReadAsync(_buffer, _end, _buffer.Length - _end, cancellationToken).ConfigureAwait(false);
#endif
        _isReading = false;
        (_end, _hasEnded) = (_end + read, read == 0);
    }

    private void MakeSpace()
    {
        var length = _end - _start;
        if (length >= MaxLength)
        {
            throw new MistralException(
                $"Line {LineNumber + 1} of the batch results is longer than {MaxLength} bytes. Check that the file is a result file.");
        }

        var target = length < _buffer.Length ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, _start, target, 0, length);
        if (target != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (target, 0, length);
    }
}
