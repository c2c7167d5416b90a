namespace Mistral.Extensions.AI.Http;

/// <summary>The chunks of a response that is a stream of server-sent events. Each enumeration sends a new request.</summary>
internal sealed class ChunkStream<TChunk>(
    MistralConnection connection,
    Uri uri,
    IRequestBody body,
    Func<IChunkReader<TChunk>> createReader,
    CancellationToken callToken) : IAsyncEnumerable<TChunk>
    where TChunk : class, IResponseChunk
{
    public IAsyncEnumerator<TChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (!callToken.CanBeCanceled || callToken == cancellationToken)
            return new ChunkEnumerator<TChunk>(connection, uri, body, createReader(), null, cancellationToken);
        if (!cancellationToken.CanBeCanceled)
            return new ChunkEnumerator<TChunk>(connection, uri, body, createReader(), null, callToken);

        var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
        return new ChunkEnumerator<TChunk>(connection, uri, body, createReader(), both, both.Token);
    }
}
