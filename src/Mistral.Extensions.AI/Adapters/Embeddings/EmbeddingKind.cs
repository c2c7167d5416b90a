using System.Collections;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Embeddings;

namespace Mistral.Extensions.AI.Adapters.Embeddings;

/// <summary>An embedding type of Microsoft.Extensions.AI with the API's name for it and the conversion to it.</summary>
/// <param name="Dtype">The API's name (<c>output_dtype</c>).</param>
/// <param name="Convert">Converts a vector of the API. Throws <see cref="FormatException"/> if the vector has another data type.</param>
internal sealed record EmbeddingKind<TEmbedding>(string Dtype, Func<EmbeddingVector, TEmbedding> Convert)
    where TEmbedding : Embedding;

/// <summary>The supported embedding types.</summary>
internal static class EmbeddingKind
{
    internal static EmbeddingKind<Embedding<float>> Single { get; } = new("float", vector => new(vector.ToSingles()));

    internal static EmbeddingKind<Embedding<sbyte>> Int8 { get; } = new("int8", vector => new(vector.ToSBytes()));

    internal static EmbeddingKind<Embedding<byte>> UInt8 { get; } = new("uint8", vector => new(vector.ToBytes()));

    internal static EmbeddingKind<BinaryEmbedding> Binary { get; } = new("ubinary", vector => new(ToBits(vector.ToBytes().Span)));

    // Each byte has eight dimensions, the first in its most significant bit, as in numpy.packbits.
    private static BitArray ToBits(ReadOnlySpan<byte> bytes)
    {
        var bits = new BitArray(bytes.Length * 8);
        for (var i = 0; i < bits.Length; i++)
            bits[i] = (bytes[i / 8] & (0x80 >> (i % 8))) != 0;
        return bits;
    }
}
