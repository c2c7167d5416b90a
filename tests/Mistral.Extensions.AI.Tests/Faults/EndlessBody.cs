using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A body that begins like others and then says the same byte for ever. Bytes are made as they are read: it takes no memory.</summary>
internal sealed class EndlessBody(byte[] begin, byte filling) : Body
{
    private const long MostEver = 100_000_000;

    /// <summary>How many bytes have been read.</summary>
    internal long Given { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Fill(buffer.Span));
    }

    private int Fill(Span<byte> buffer)
    {
        // Who has not had enough by now never will: a failure, and no test that hangs.
        if (Given > MostEver)
            throw new InvalidOperationException("Nobody stops reading.");

        var first = Given < begin.Length ? begin.AsSpan((int)Given) : [];
        if (first.Length > buffer.Length)
            first = first[..buffer.Length];
        first.CopyTo(buffer);
        buffer[first.Length..].Fill(filling);
        Given += buffer.Length;
        return buffer.Length;
    }
}
