using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>
/// An embedding vector as returned by the API: JSON numbers, or base64-encoded bytes. The <c>output_dtype</c> of the request determines
/// their data type, and so which method reads them.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed partial class EmbeddingVector
{
    // Exactly one of the three arrays is set.
    private readonly float[]? _values;
    private readonly byte[]? _bytes;

    // Base64 is decoded directly into an array of numbers, because nearly all base64 embeddings are 32-bit numbers.
    private readonly float[]? _base64;

    private EmbeddingVector(byte[]? bytes, float[]? base64) => (_bytes, _base64) = (bytes, base64);

    /// <summary>Initializes a new instance of the <see cref="EmbeddingVector"/> class from numbers.</summary>
    /// <param name="values">The numbers. The array is not copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public EmbeddingVector(float[] values) => _values = values ?? throw new ArgumentNullException(nameof(values));

    /// <summary>Initializes a new instance of the <see cref="EmbeddingVector"/> class from bytes.</summary>
    /// <param name="bytes">The decoded bytes. The array is not copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="bytes"/> is null.</exception>
    public EmbeddingVector(byte[] bytes) => _bytes = bytes ?? throw new ArgumentNullException(nameof(bytes));

    private ReadOnlySpan<byte> Bytes => _base64 is null ? _bytes : MemoryMarshal.AsBytes(_base64.AsSpan());

    /// <summary>Reads an embedding of data type <c>float</c>. Bytes are read as little-endian 32-bit floating-point numbers.</summary>
    /// <returns>One number for each dimension.</returns>
    /// <exception cref="FormatException">The number of bytes is not a multiple of 4.</exception>
    public ReadOnlyMemory<float> ToSingles()
    {
        if ((_values ?? _base64) is { } values)
            return values;

        var bytes = _bytes!;
        if (bytes.Length % sizeof(float) != 0)
        {
            throw new FormatException(
                $"The length of the embedding, {bytes.Length} bytes, is not a multiple of 4. Check that output_dtype is \"float\".");
        }

        var numbers = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
        if (!BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                var bits = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(float)));
                numbers[i] = BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);
            }
        }

        return numbers;
    }

    /// <summary>Reads an embedding of data type <c>int8</c> or <c>binary</c>.</summary>
    /// <returns>One number between -128 and 127 for each dimension (<c>int8</c>), or for each eight dimensions (<c>binary</c>).</returns>
    /// <exception cref="FormatException">A number is not an integer between -128 and 127.</exception>
    public ReadOnlyMemory<sbyte> ToSBytes() => _values is null
        ? MemoryMarshal.Cast<byte, sbyte>(Bytes).ToArray()
        : Convert(_values, value => value is >= sbyte.MinValue and <= sbyte.MaxValue && value == (sbyte)value, value => (sbyte)value);

    /// <summary>Reads an embedding of data type <c>uint8</c> or <c>ubinary</c>.</summary>
    /// <returns>One number between 0 and 255 for each dimension (<c>uint8</c>), or for each eight dimensions (<c>ubinary</c>).</returns>
    /// <exception cref="FormatException">A number is not an integer between 0 and 255.</exception>
    public ReadOnlyMemory<byte> ToBytes() => _values is null
        ? _bytes ?? Bytes.ToArray()
        : Convert(_values, value => value is >= byte.MinValue and <= byte.MaxValue && value == (byte)value, value => (byte)value);

    private static T[] Convert<T>(float[] values, Predicate<float> isValid, Converter<float, T> convert)
    {
        if (Array.FindIndex(values, value => !isValid(value)) is >= 0 and var index)
        {
            throw new FormatException(
                $"The embedding contains {values[index]}, which is not a valid {typeof(T).Name}. Check the output_dtype of the request.");
        }

        return Array.ConvertAll(values, convert);
    }
}
