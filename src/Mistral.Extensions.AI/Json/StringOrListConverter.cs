using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Json;

/// <summary>Reads a list of strings that may also be a single string without a list. Writes a list.</summary>
internal sealed class StringOrListConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
            return [reader.GetString()!];
        if (reader.TokenType is not JsonTokenType.StartArray)
            throw new JsonException("Expected a string or a list of strings.");

        var strings = new List<string>();
        while (reader.Read() && reader.TokenType is JsonTokenType.String)
            strings.Add(reader.GetString()!);
        return reader.TokenType is JsonTokenType.EndArray
            ? strings
            : throw new JsonException("Expected a list of strings, but it has an element of another type.");
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (var i = 0; i < value.Count; i++)
        {
            if (value[i] is { } text)
                writer.WriteText(text);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }
}
