using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Json;

/// <summary>Reads a string that contains JSON. If the server sends the JSON itself instead of a string, its text is read.</summary>
internal sealed class JsonTextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? reader.GetString() : JsonElement.ParseValue(ref reader).GetRawText();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
