using System.Buffers;
using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// The data of an extracted image. It is decoded while the response is read, because the base64 string alone would take more than twice
/// the size of the image in memory.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class OcrImageData
{
    // The text before the base64 data: "data:image/jpeg;base64,", or nothing for older models.
    private readonly string _prefix;

    // The value as received if it is not base64, for example a URL; otherwise null.
    private readonly string? _text;

    private OcrImageData(string prefix, byte[] data, string? text) => (_prefix, Data, _text) = (prefix, data, text);

    /// <summary>The bytes of the image; empty if the API returned something other than base64.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>
    /// The media type of the image, as returned by the API or detected from the first bytes; <c>image/jpeg</c> if it is unknown.
    /// </summary>
    public string MediaType =>
        MediaTypes.FromUrl(_prefix) is { } type && MediaTypeHeaderValue.TryParse(type, out _) ? type
        : MediaTypes.FromBytes(Data.Span) ?? "image/jpeg";

    /// <summary>Returns the image as a data URI, or the value as received if it is not base64. Each call creates a new string.</summary>
    /// <returns>A data URI, about a third longer than the image.</returns>
    public override string ToString() => _text ?? $"data:{MediaType};base64,{ToBase64()}";

    private string ToBase64() =>
#if NET8_0_OR_GREATER
        Convert.ToBase64String(Data.Span);
#else
        Convert.ToBase64String(Data.ToArray());
#endif

    internal sealed class Converter : JsonConverter<OcrImageData>
    {
        public override OcrImageData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.String)
                throw new JsonException("image_base64 is not a string.");

            // Nearly always: the value has no escapes, and the serializer has read it into one buffer.
            if (!reader.HasValueSequence && !reader.ValueIsEscaped)
                return Decode(reader.ValueSpan);

            var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                return Decode(buffer.AsSpan(0, reader.CopyString(buffer)));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        public override void Write(Utf8JsonWriter writer, OcrImageData value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value._text ?? value._prefix + value.ToBase64());

        private static OcrImageData Decode(ReadOnlySpan<byte> value)
        {
            var comma = value.StartsWith("data:"u8) ? value.IndexOf((byte)',') + 1 : 0;
            var base64 = value.Slice(comma);
            var data = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length) - GetPaddingLength(base64)];
            return base64.Length > 0
                && Base64.DecodeFromUtf8(base64, data, out _, out var written) is OperationStatus.Done
                && written == data.Length
                ? new(Encoding.UTF8.GetString(value.Slice(0, comma).ToArray()), data, null)
                : new("", [], Encoding.UTF8.GetString(value.ToArray()));
        }

        private static int GetPaddingLength(ReadOnlySpan<byte> base64) => base64.EndsWith("=="u8) ? 2 : base64.EndsWith("="u8) ? 1 : 0;
    }
}
