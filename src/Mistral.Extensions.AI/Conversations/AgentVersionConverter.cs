using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Conversations;

/// <summary>
/// Reads and writes the version of an agent: a number, or the text of an alias. An alias starts with a letter, so text with only digits is
/// a number.
/// </summary>
internal sealed class AgentVersionConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? reader.GetString() : JsonElement.ParseValue(ref reader).GetRawText();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value);
    }
}
