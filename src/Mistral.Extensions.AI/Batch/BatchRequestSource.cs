using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Batch;

/// <summary>
/// Requests that are enumerated while they are uploaded. They cannot be sent again: a second enumeration may return other requests.
/// </summary>
internal sealed class BatchRequestSource(IAsyncEnumerable<BatchRequest> requests) : BinarySource
{
    private bool _wasRead;

    internal override long? Length => null;

    internal override bool CanReadAgain => false;

    internal override void ThrowIfConsumed()
    {
        if (_wasRead)
            throw new InvalidOperationException("The batch file was sent before. Create a new one with BatchFile.Create for each upload.");
    }

    internal override BlockReader Open()
    {
        ThrowIfConsumed();
        _wasRead = true;
        return new Reader(requests);
    }

    private sealed class Reader(IAsyncEnumerable<BatchRequest> requests) : BlockReader
    {
        private BatchRequestLines? _lines;
        private int _position;
        private bool _hasEnded;

        internal override async ValueTask<ReadOnlyMemory<byte>> ReadAsync(byte[] buffer, int count, CancellationToken cancellationToken)
        {
            _lines ??= new(requests, cancellationToken);
            var length = 0;
            while (length < count && (_position < _lines.Length || await MoveNextAsync(_lines).ConfigureAwait(false)))
            {
                var copied = Math.Min(count - length, _lines.Length - _position);
                Buffer.BlockCopy(_lines.Buffer, _position, buffer, length, copied);
                (length, _position) = (length + copied, _position + copied);
            }

            return buffer.AsMemory(0, length);
        }

        internal override ReadOnlyMemory<byte> Read(byte[] buffer, int count) =>
            ReadAsync(buffer, count, CancellationToken.None).AsTask().GetAwaiter().GetResult();

        public override void Dispose() => _lines?.DisposeAsync().AsTask().GetAwaiter().GetResult();

        private async ValueTask<bool> MoveNextAsync(BatchRequestLines lines)
        {
            _position = 0;
            if (!_hasEnded)
                _hasEnded = !await lines.MoveNextAsync().ConfigureAwait(false);
            return !_hasEnded;
        }
    }
}
