using Mistral.Extensions.AI.Tests.Infrastructure;


namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A body that begins like others and then says the same byte for ever. Bytes are made as they are read: it takes no memory.</summary>
internal sealed class EndlessResponseStream(byte[] prefix, byte filler) : TestResponseStream
{
    private const long MaxBytes = 100_000_000;

    /// <summary>How many bytes have been read.</summary>
    internal long BytesRead { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Fill(buffer.Span));
    }

    private int Fill(Span<byte> buffer)
    {
        // Who has not had enough by now never will: a failure, and no test that hangs.
        if (BytesRead > MaxBytes)
            throw new InvalidOperationException("Nobody stops reading.");

        var first = BytesRead < prefix.Length ? prefix.AsSpan((int)BytesRead) : [];
        if (first.Length > buffer.Length)
            first = first[..buffer.Length];
        first.CopyTo(buffer);
        buffer[first.Length..].Fill(filler);
        BytesRead += buffer.Length;
        return buffer.Length;
    }
}
