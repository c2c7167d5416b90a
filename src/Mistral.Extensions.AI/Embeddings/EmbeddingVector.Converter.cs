using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Embeddings;

/// <content>The JSON converter.</content>
public sealed partial class EmbeddingVector
{
    internal sealed class Converter : JsonConverter<EmbeddingVector>
    {
        public override EmbeddingVector Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String when TryReadBase64(reader) is { } base64 => base64,
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

        /// <summary>
        /// Decodes base64 of the usual form. Returns null for several segments, escapes, invalid base64, a length that is not a multiple
        /// of 4, and values that are not strings.
        /// </summary>
        internal static EmbeddingVector? TryReadBase64(in Utf8JsonReader reader)
        {
            if (reader.TokenType is not JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped
                || !BitConverter.IsLittleEndian)
                return null;

            var text = reader.ValueSpan;
            var length = (text.Length / 4 * 3) - (text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0);
            if (text.Length % 4 != 0 || length % sizeof(float) != 0)
                return null;

            var numbers = new float[length / sizeof(float)];
            return Base64.DecodeFromUtf8(text, MemoryMarshal.AsBytes(numbers.AsSpan()), out _, out var written) is OperationStatus.Done
                && written == length ? new(null, numbers) : null;
        }

        internal static float[] ReadNumbers(ref Utf8JsonReader reader)
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
