using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Json;

/// <summary>Reads a list of strings that may also be a single string without a list. Writes a list.</summary>
/// <param name="addMismatch">Receives a value that is neither; null to throw.</param>
internal sealed class StringOrListConverter(Action<JsonElement>? addMismatch) : JsonConverter<IReadOnlyList<string>>
{
    public StringOrListConverter()
        : this(null)
    {
    }

    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
            return [reader.GetString()!];

        var start = reader;
        if (reader.TokenType is JsonTokenType.StartArray && TryReadList(ref reader, out var strings))
            return strings;
        if (addMismatch is null)
            throw new JsonException("Expected a string or a list of strings.");

        reader = start;
        addMismatch(JsonElement.ParseValue(ref reader));
        return null;
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

    private static bool TryReadList(ref Utf8JsonReader reader, out List<string> strings)
    {
        strings = [];
        while (reader.Read() && reader.TokenType is JsonTokenType.String)
            strings.Add(reader.GetString()!);
        return reader.TokenType is JsonTokenType.EndArray;
    }
}
