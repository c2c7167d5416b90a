using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads the chunks of one stream. Each enumeration needs its own reader.</summary>
internal interface IChunkReader<TChunk>
    where TChunk : class
{
    /// <summary>The metadata that reads every chunk.</summary>
    JsonTypeInfo<TChunk> TypeInfo { get; }

    /// <summary>Reads a chunk of the most frequent form faster than the serializer. Null for other data, and for invalid text.</summary>
    TChunk? TryRead(ReadOnlySpan<byte> data);

    /// <summary>Takes note of a chunk, and returns whether the response is complete without <c>[DONE]</c>.</summary>
    bool IsComplete(TChunk chunk);
}
