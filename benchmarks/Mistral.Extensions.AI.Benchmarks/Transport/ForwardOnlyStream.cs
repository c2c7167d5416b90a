namespace Mistral.Extensions.AI.Benchmarks.Transport;

/// <summary>Makes another stream unable to seek.</summary>
internal sealed class ForwardOnlyStream(Stream inner) : UnseekableStream
{
    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);
}
