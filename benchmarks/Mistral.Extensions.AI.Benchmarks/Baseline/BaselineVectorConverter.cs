using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Benchmarks.Baseline;

/// <summary>Reads a vector of 1,024 dimensions, as JSON numbers or as base64.</summary>
internal sealed class BaselineVectorConverter : JsonConverter<float[]>
{
    private const int Dimensions = 1024;

    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var vector = new float[Dimensions];
        if (reader.TokenType == JsonTokenType.String)
        {
            System.Buffers.Text.Base64.DecodeFromUtf8(
                reader.ValueSpan, MemoryMarshal.AsBytes(vector.AsSpan()), out _, out var written);
            return written == Dimensions * sizeof(float) ? vector : throw new JsonException();
        }

        var count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
            vector[count++] = reader.GetSingle();
        return count == Dimensions ? vector : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options) => throw new NotSupportedException();
}
