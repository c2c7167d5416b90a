using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>
/// An embedding vector as returned by the API: JSON numbers, or base64-encoded bytes. The <c>output_dtype</c> of the request determines
/// their data type, and so which method reads them.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class EmbeddingVector
{
    // One of the three is set.
    private readonly float[]? _values;
    private readonly byte[]? _bytes;

    // Base64 is decoded into the memory of an array of numbers, because nearly all embeddings are numbers.
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

    internal sealed class Converter : JsonConverter<EmbeddingVector>
    {
        public override EmbeddingVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String when TryDecode(reader) is { } base64 => new(null, base64),
                JsonTokenType.String when reader.TryGetBytesFromBase64(out var bytes) => new(bytes),
                JsonTokenType.StartArray => new(ReadNumbers(ref reader)),
                _ => throw new JsonException("The embedding is neither a list of numbers nor a base64 string."),
            };

        public override void Write(Utf8JsonWriter writer, EmbeddingVector value, JsonSerializerOptions options)
        {
            if (value._values is null)
            {
                writer.WriteBase64StringValue(value.Bytes);
                return;
            }

            writer.WriteStartArray();
            foreach (var item in value._values)
                writer.WriteNumberValue(item);
            writer.WriteEndArray();
        }

        // Returns null for base64 that needs another method: in several segments, with escapes, invalid, or not a multiple of four bytes.
        private static float[]? TryDecode(in Utf8JsonReader reader)
        {
            if (reader.HasValueSequence || reader.ValueIsEscaped || !BitConverter.IsLittleEndian)
                return null;

            var text = reader.ValueSpan;
            var length = (text.Length / 4 * 3) - (text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0);
            if (text.Length % 4 != 0 || length % sizeof(float) != 0)
                return null;

            var numbers = new float[length / sizeof(float)];
            return Base64.DecodeFromUtf8(text, MemoryMarshal.AsBytes(numbers.AsSpan()), out _, out var written) is OperationStatus.Done
                && written == length ? numbers : null;
        }

        private static float[] ReadNumbers(ref Utf8JsonReader reader)
        {
            // The count is known only at the end: read into a pooled buffer that grows, then copy once into an array of the exact size.
            var buffer = ArrayPool<float>.Shared.Rent(1536);
            var count = 0;
            try
            {
                while (reader.Read() && reader.TokenType is JsonTokenType.Number)
                {
                    if (count == buffer.Length)
                        buffer = Grow(buffer);
                    buffer[count++] = reader.GetSingle();
                }

                return reader.TokenType is JsonTokenType.EndArray
                    ? buffer.AsSpan(0, count).ToArray()
                    : throw new JsonException("The embedding contains a value that is not a number.");
            }
            finally
            {
                ArrayPool<float>.Shared.Return(buffer);
            }
        }

        private static float[] Grow(float[] buffer)
        {
            var larger = ArrayPool<float>.Shared.Rent(buffer.Length * 2);
            buffer.CopyTo(larger, 0);
            ArrayPool<float>.Shared.Return(buffer);
            return larger;
        }
    }
}
