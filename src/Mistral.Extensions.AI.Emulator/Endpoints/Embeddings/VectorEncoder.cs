using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Embeddings;

/// <summary>Encodes vectors in the data type and the encoding format of a request.</summary>
internal static class VectorEncoder
{
    /// <summary>Encodes a vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="dataType">The <c>output_dtype</c> of the request.</param>
    /// <param name="format">The <c>encoding_format</c> of the request.</param>
    public static JsonNode Encode(double[] vector, string dataType, string format) => (dataType, format) switch
    {
        ("float", "float") => new JsonArray([.. vector.Select(value => JsonValue.Create((float)value))]),
        ("float", _) => Convert.ToBase64String(ToBytes(vector)),
        (_, "float") => new JsonArray([.. Quantize(vector, dataType).Select(value => JsonValue.Create(value))]),
        _ => Convert.ToBase64String([.. Quantize(vector, dataType).Select(value => unchecked((byte)value))]),
    };

    private static byte[] ToBytes(double[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var index = 0; index < vector.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), (float)vector[index]);
        return bytes;
    }

    private static IEnumerable<int> Quantize(double[] vector, string dataType) => dataType switch
    {
        "int8" => ScaleToInt8(vector),
        "uint8" => ScaleToInt8(vector).Select(value => value + 128),
        "ubinary" => PackBits(vector),
        // As in quantize_embeddings of sentence-transformers: the packed byte minus 128, which is in the range of sbyte.
        _ => PackBits(vector).Select(value => value - 128),
    };

    /// <summary>
    /// Scales a vector so that its largest absolute value is 127. A fixed scale would round most values of a vector of length 1 to 0.
    /// </summary>
    private static IEnumerable<int> ScaleToInt8(double[] vector)
    {
        var max = vector.Max(Math.Abs);
        return vector.Select(value => (int)Math.Round(value / max * 127));
    }

    /// <summary>Packs eight dimensions into each byte, the first in the highest bit. The bit of a positive value is set.</summary>
    private static IEnumerable<int> PackBits(double[] vector) => vector.Chunk(8)
        .Select(chunk => chunk.Select((value, index) => value > 0 ? 128 >> index : 0).Sum());
}
