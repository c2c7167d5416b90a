using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Embeddings;

/// <summary>
/// A vector as the API sends it: numbers, or bytes in base64. What the numbers or bytes mean is the <c>output_dtype</c> that was asked for.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class EmbeddingVector
{
    private readonly float[]? _numbers;
    private readonly byte[]? _bytes;

    private EmbeddingVector(float[]? numbers, byte[]? bytes) => (_numbers, _bytes) = (numbers, bytes);

    /// <summary>A vector of numbers.</summary>
    /// <param name="numbers">The numbers; not copied.</param>
    public EmbeddingVector(float[] numbers)
        : this(numbers ?? throw new ArgumentNullException(nameof(numbers)), null)
    {
    }

    /// <summary>A vector of bytes.</summary>
    /// <param name="bytes">The bytes; not copied.</param>
    public EmbeddingVector(byte[] bytes)
        : this(null, bytes ?? throw new ArgumentNullException(nameof(bytes)))
    {
    }

    /// <summary>Of dtype <c>float</c>: 32-bit numbers, in base64 least significant byte first.</summary>
    /// <returns>The numbers.</returns>
    /// <exception cref="FormatException">The bytes are no whole count of numbers.</exception>
    public ReadOnlyMemory<float> ToSingles()
    {
        if (_numbers is not null)
            return _numbers;

        var bytes = _bytes!;
        if (bytes.Length % sizeof(float) != 0)
            throw new FormatException($"An embedding of {bytes.Length} bytes holds no whole count of 32-bit numbers.");

        var numbers = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
        if (!BitConverter.IsLittleEndian)
        {
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = BitConverter.ToSingle(BitConverter.GetBytes(BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * sizeof(float)))), 0);
        }

        return numbers;
    }

    /// <summary>Of dtype <c>int8</c>, or <c>binary</c>, which is eight dimensions a number.</summary>
    /// <returns>The numbers, -128 to 127.</returns>
    /// <exception cref="FormatException">A number is not one of these.</exception>
    public ReadOnlyMemory<sbyte> ToSBytes() => _bytes is null
        ? Convert(_numbers!, number => number is >= sbyte.MinValue and <= sbyte.MaxValue && number == (sbyte)number, number => (sbyte)number)
        : Array.ConvertAll(_bytes, value => unchecked((sbyte)value));

    /// <summary>Of dtype <c>uint8</c>, or <c>ubinary</c>, which is eight dimensions a number.</summary>
    /// <returns>The numbers, 0 to 255.</returns>
    /// <exception cref="FormatException">A number is not one of these.</exception>
    public ReadOnlyMemory<byte> ToBytes() =>
        _bytes ?? Convert(_numbers!, number => number is >= byte.MinValue and <= byte.MaxValue && number == (byte)number, number => (byte)number);

    private static T[] Convert<T>(float[] numbers, Predicate<float> fits, Converter<float, T> convert)
    {
        if (Array.FindIndex(numbers, number => !fits(number)) is >= 0 and var wrong)
            throw new FormatException($"An embedding holds {numbers[wrong]}, which is no {typeof(T).Name}. Was the output_dtype the one that was asked for?");
        return Array.ConvertAll(numbers, convert);
    }

    internal sealed class Converter : JsonConverter<EmbeddingVector>
    {
        public override EmbeddingVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String when reader.TryGetBytesFromBase64(out var bytes) => new(bytes),
            JsonTokenType.StartArray => new(ReadNumbers(ref reader)),
            _ => throw new JsonException("An embedding is neither a list of numbers nor base64."),
        };

        public override void Write(Utf8JsonWriter writer, EmbeddingVector value, JsonSerializerOptions options)
        {
            if (value._bytes is { } bytes)
            {
                writer.WriteBase64StringValue(bytes);
                return;
            }

            writer.WriteStartArray();
            foreach (var number in value._numbers!)
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }

        private static float[] ReadNumbers(ref Utf8JsonReader reader)
        {
            // How many there are is known at the end only: a pooled buffer grows, and one array of the right size is made.
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
                    : throw new JsonException("An embedding holds something that is no number.");
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
