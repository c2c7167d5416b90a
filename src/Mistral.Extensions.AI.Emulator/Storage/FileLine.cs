using System.Runtime.CompilerServices;

namespace Mistral.Extensions.AI.Emulator.Storage;

/// <summary>A line of a file, without its line break. The bytes are valid until the next line is read.</summary>
/// <param name="Number">The number of the line; the first is 1.</param>
/// <param name="Bytes">The bytes of the line.</param>
internal readonly record struct FileLine(int Number, ReadOnlyMemory<byte> Bytes)
{
    private const int InitialBufferSize = 64 * 1024;

    /// <summary>Reads the lines of a file that are not empty. The memory that is needed depends only on the longest line.</summary>
    public static async IAsyncEnumerable<FileLine> ReadAllAsync(
        FileContent content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = content.OpenRead();
        var buffer = new byte[InitialBufferSize];
        var (start, end, number) = (0, 0, 0);
        for (var length = -1; length != 0;)
        {
            (buffer, start, end) = MakeSpace(buffer, start, end);
            // The rest of the previous read has no line break.
            var searched = end;
            length = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            end += length;
            for (var index = FindLineBreak(buffer, searched, end); index >= 0; index = FindLineBreak(buffer, start, end))
            {
                if (Trim(buffer.AsMemory(start..index)) is { Length: > 0 } line)
                    yield return new FileLine(number + 1, line);
                number++;
                start = index + 1;
            }
        }
        if (Trim(buffer.AsMemory(start..end)) is { Length: > 0 } lastLine)
            yield return new FileLine(number + 1, lastLine);
    }

    private static int FindLineBreak(byte[] buffer, int start, int end) =>
        buffer.AsSpan(start..end).IndexOf((byte)'\n') is var index and >= 0 ? start + index : -1;

    /// <summary>Moves the rest of the buffer to its start, or doubles the buffer if it is full.</summary>
    private static (byte[] Buffer, int Start, int End) MakeSpace(byte[] buffer, int start, int end)
    {
        if (start == 0 && end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        buffer.AsSpan(start..end).CopyTo(buffer);
        return (buffer, 0, end - start);
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line) => line.Trim(" \t\r"u8);
}
