using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>
/// JSON in a form that is the same for equal values: without white space, and with sorted properties and normalized numbers.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>Serializes a value to UTF-8.</summary>
    public static ReadOnlyMemory<byte> Serialize(JsonElement value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, value);
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    /// <summary>Returns the SHA-256 hash of a value in hexadecimal.</summary>
    public static string Hash(JsonElement value) => Convert.ToHexStringLower(SHA256.HashData(Serialize(value).Span));

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Normalize(value));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Returns the same text for 1, 1.0 and 1e0.</summary>
    private static string Normalize(JsonElement number)
    {
        // The division removes the zeros at the end.
        const decimal One = 1.0000000000000000000000000000m;
        var text = number.GetRawText();
        if (text.AsSpan().IndexOfAny('e', 'E') < 0 && number.TryGetDecimal(out var value))
            return (value / One).ToString(CultureInfo.InvariantCulture);
        var approximate = number.GetDouble();
        return double.IsFinite(approximate) ? approximate.ToString("R", CultureInfo.InvariantCulture) : text;
    }
}
