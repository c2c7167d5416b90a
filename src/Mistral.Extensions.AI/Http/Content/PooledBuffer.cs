using System.Buffers;

namespace Mistral.Extensions.AI.Http.Content;

/// <summary>A buffer that grows and returns its array to the pool.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    internal byte[] Array { get; private set; } = ArrayPool<byte>.Shared.Rent(4096);

    internal int Length { get; private set; }

    /// <summary>Removes the content. The array is kept.</summary>
    internal void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureCapacity(Math.Max(sizeHint, 1));
        return Array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        var array = Array;
        (Array, Length) = ([], 0);
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
    }

    private void EnsureCapacity(int needed)
    {
        if (Array.Length - Length >= needed)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + needed, Array.Length * 2));
        Buffer.BlockCopy(Array, 0, larger, 0, Length);
        ArrayPool<byte>.Shared.Return(Array);
        Array = larger;
    }
}
