namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the chunks of one stream. Each enumeration needs its own reader.</summary>
internal interface IChunkReader<TChunk> : IResponseReader<TChunk>
    where TChunk : class
{
    /// <summary>Records a chunk, and returns whether the response is complete without <c>[DONE]</c>.</summary>
    bool IsComplete(TChunk chunk);
}
