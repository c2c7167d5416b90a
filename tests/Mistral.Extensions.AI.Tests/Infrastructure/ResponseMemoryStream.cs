namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>
/// A stream in memory of which derived classes override one form of <c>ReadAsync</c>. The library for .NET Standard calls the other form.
/// </summary>
internal abstract class ResponseMemoryStream(byte[] content) : MemoryStream(content)
{
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
