using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// An image of an answer, decoded while it is read: as text, a document's images would take two and a half times their size in memory,
/// and once more to be decoded.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class OcrImageData
{
    // What stands before the base64: "data:image/jpeg;base64,", or nothing with an older model.
    private readonly string _prefix;

    // What came instead of an image, e.g. an address.
    private readonly string? _text;

    private OcrImageData(string prefix, byte[] data, string? text) => (_prefix, Data, _text) = (prefix, data, text);

    /// <summary>The image; empty where something else than base64 came.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>What it is, as the server says, or by its first bytes.</summary>
    public string MediaType => MediaTypes.FromUrl(_prefix) ?? MediaTypes.FromBytes(Data.Span) ?? "image/jpeg";

    /// <summary>The image as a data URI, made anew at each call; or what came instead of an image.</summary>
    /// <returns>A string, a third longer than the image.</returns>
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
                throw new JsonException("image_base64 is no string.");

            var length = reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length;
            var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
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

        private static OcrImageData Decode(Span<byte> value)
        {
            var comma = value.StartsWith("data:"u8) ? value.IndexOf((byte)',') + 1 : 0;
            var base64 = value.Slice(comma);
            var data = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length) - Padding(base64)];
            return base64.Length > 0 && Base64.DecodeFromUtf8(base64, data, out _, out var written) is OperationStatus.Done && written == data.Length
                ? new(Encoding.UTF8.GetString(value.Slice(0, comma).ToArray()), data, null)
                : new("", [], Encoding.UTF8.GetString(value.ToArray()));
        }

        private static int Padding(ReadOnlySpan<byte> base64) => base64.EndsWith("=="u8) ? 2 : base64.EndsWith("="u8) ? 1 : 0;
    }
}
