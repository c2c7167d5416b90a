namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the chunks of one stream. Each enumeration needs its own reader.</summary>
internal interface IChunkReader<TChunk> : IResponseReader<TChunk>
    where TChunk : class
{
    /// <summary>What the last chunk of a complete response has, for the message if it is missing.</summary>
    string EndMarker { get; }

    /// <summary>The type of the events that report an error; null if the chunks have no type.</summary>
    string? ErrorType { get; }

    /// <summary>Records a chunk, and returns whether the response is complete without <c>[DONE]</c>.</summary>
    bool IsComplete(TChunk chunk);
}
