namespace Mistral.Extensions.AI.Http.Content;

/// <summary>Reads the data of a <see cref="BinarySource"/> in blocks.</summary>
internal abstract class BlockReader : IDisposable
{
    /// <summary>Reads the next block. All blocks but the last have the maximum length; at the end the block is empty.</summary>
    /// <param name="buffer">Where the block is stored, unless the data is already in memory.</param>
    /// <param name="count">The maximum length of the block.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal abstract ValueTask<ReadOnlyMemory<byte>> ReadAsync(byte[] buffer, int count, CancellationToken cancellationToken);

    /// <inheritdoc cref="ReadAsync"/>
    internal abstract ReadOnlyMemory<byte> Read(byte[] buffer, int count);

    public abstract void Dispose();

    internal sealed class OfMemory(ReadOnlyMemory<byte> data) : BlockReader
    {
        private int _position;

        internal override ValueTask<ReadOnlyMemory<byte>> ReadAsync(byte[] buffer, int count, CancellationToken cancellationToken) =>
            new(Read(buffer, count));

        internal override ReadOnlyMemory<byte> Read(byte[] buffer, int count)
        {
            var block = data.Slice(_position, Math.Min(count, data.Length - _position));
            _position += block.Length;
            return block;
        }

        public override void Dispose()
        {
        }
    }

    internal sealed class OfStream(Stream stream, bool ownsStream) : BlockReader
    {
#if NET8_0_OR_GREATER
        // Otherwise, each block of a file would allocate 280 bytes: 600 KB for a file of 100 MB.
        [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
        internal override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(byte[] buffer, int count, CancellationToken cancellationToken)
        {
            var (length, read) = (0, 1);
            while (length < count && read > 0)
            {
#if NET8_0_OR_GREATER
                read = await stream.ReadAsync(buffer.AsMemory(length, count - length), cancellationToken).ConfigureAwait(false);
#else
                read = await stream.ReadAsync(buffer, length, count - length, cancellationToken).ConfigureAwait(false);
#endif
                length += read;
            }

            return buffer.AsMemory(0, length);
        }

        internal override ReadOnlyMemory<byte> Read(byte[] buffer, int count)
        {
            var (length, read) = (0, 1);
            while (length < count && read > 0)
            {
                read = stream.Read(buffer, length, count - length);
                length += read;
            }

            return buffer.AsMemory(0, length);
        }

        public override void Dispose()
        {
            if (ownsStream)
                stream.Dispose();
        }
    }
}
