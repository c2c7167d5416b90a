using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A response stream that never ends: a prefix, and then the same byte repeatedly.</summary>
internal sealed class EndlessResponseStream(byte[] prefix, byte filler) : TestResponseStream
{
    private const long MaxBytes = 100_000_000;

    /// <summary>The number of bytes read.</summary>
    internal long BytesRead { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Fill(buffer.Span));
    }

    private int Fill(Span<byte> buffer)
    {
        // The library must have stopped reading long before. Fail the test instead of letting it run forever.
        if (BytesRead > MaxBytes)
            throw new InvalidOperationException($"More than {MaxBytes} bytes of an endless response were read.");

        var unread = BytesRead < prefix.Length ? prefix.AsSpan((int)BytesRead) : [];
        if (unread.Length > buffer.Length)
            unread = unread[..buffer.Length];
        unread.CopyTo(buffer);
        buffer[unread.Length..].Fill(filler);
        BytesRead += buffer.Length;
        return buffer.Length;
    }
}
