using System.Collections;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>A kind of vector: the API's word for it, and how it becomes M.E.AI's.</summary>
internal sealed record EmbeddingKind<TEmbedding>(string Dtype, Func<EmbeddingVector, TEmbedding> Convert)
    where TEmbedding : Embedding;

internal static class EmbeddingKind
{
    internal static EmbeddingKind<Embedding<float>> Single { get; } = new("float", vector => new(vector.ToSingles()));

    internal static EmbeddingKind<Embedding<sbyte>> Int8 { get; } = new("int8", vector => new(vector.ToSBytes()));

    internal static EmbeddingKind<Embedding<byte>> UInt8 { get; } = new("uint8", vector => new(vector.ToBytes()));

    internal static EmbeddingKind<BinaryEmbedding> Binary { get; } = new("ubinary", vector => new(ToBits(vector.ToBytes().Span)));

    // Eight dimensions a byte, the first in its highest bit, as numpy packs them.
    private static BitArray ToBits(ReadOnlySpan<byte> bytes)
    {
        var bits = new BitArray(bytes.Length * 8);
        for (var i = 0; i < bits.Length; i++)
            bits[i] = (bytes[i / 8] & (0x80 >> (i % 8))) != 0;
        return bits;
    }
}
