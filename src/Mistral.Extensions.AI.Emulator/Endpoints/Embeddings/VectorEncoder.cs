using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;

/// <summary>A vector in the number type and the encoding that a request asked for.</summary>
internal static class VectorEncoder
{
    public static JsonNode Encode(double[] vector, string type, string encoding) => (type, encoding) switch
    {
        ("float", "float") => new JsonArray([.. vector.Select(value => JsonValue.Create((float)value))]),
        ("float", _) => Convert.ToBase64String(ToBytes(vector)),
        (_, "float") => new JsonArray([.. Quantize(vector, type).Select(value => JsonValue.Create(value))]),
        _ => Convert.ToBase64String([.. Quantize(vector, type).Select(value => unchecked((byte)value))]),
    };

    private static byte[] ToBytes(double[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var index = 0; index < vector.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), (float)vector[index]);
        return bytes;
    }

    private static IEnumerable<int> Quantize(double[] vector, string type) => type switch
    {
        "int8" => ScaleToInt8(vector),
        "uint8" => ScaleToInt8(vector).Select(value => value + 128),
        "ubinary" => PackBits(vector),
        // As sentence-transformers' quantize_embeddings: the packed byte, moved down into the signed range.
        _ => PackBits(vector).Select(value => value - 128),
    };

    /// <summary>The largest value becomes 127 or -127: a fixed scale would leave a vector of length one hardly a bit.</summary>
    private static IEnumerable<int> ScaleToInt8(double[] vector)
    {
        var largest = vector.Max(Math.Abs);
        return vector.Select(value => (int)Math.Round(value / largest * 127));
    }

    /// <summary>One bit for each dimension, set if it is positive; eight to a byte, the first in the highest bit.</summary>
    private static IEnumerable<int> PackBits(double[] vector) => vector.Chunk(8)
        .Select(chunk => chunk.Select((value, index) => value > 0 ? 128 >> index : 0).Sum());
}
