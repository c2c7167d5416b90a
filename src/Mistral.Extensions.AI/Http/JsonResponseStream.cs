using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// A response body of JSON with a maximum length. Unpaired surrogates are replaced, because one of them in any text would make reading the
/// whole response fail.
/// </summary>
internal sealed class JsonResponseStream(Stream body, long limit) : BufferedResponseStream(body, limit)
{
    // The received bytes that can be returned. The bytes after them are an escape that was not received completely.
    private int _finalLength;

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected override async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_finalLength == 0 && !BodyHasEnded)
        {
            var read = await FillBufferAsync(cancellationToken).ConfigureAwait(false);
            Count(Received.Slice(Received.Length - read));
            _finalLength = UnpairedSurrogates.Replace(Received, BodyHasEnded);
        }

        var length = Math.Min(buffer.Length, _finalLength);
        Received.Slice(0, length).CopyTo(buffer.Span);
        Remove(length);
        _finalLength -= length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _finalLength = 0;
    }
}
