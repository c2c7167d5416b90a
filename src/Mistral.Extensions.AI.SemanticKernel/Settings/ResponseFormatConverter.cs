using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>
/// Reads a response format as a string or a <see cref="JsonElement"/>, and writes a response format of any type as the API's
/// <c>response_format</c>.
/// </summary>
internal sealed class ResponseFormatConverter : JsonConverter<object>
{
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? reader.GetString() : JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        if (value is string name)
            writer.WriteStringValue(name);
        else
            JsonSerializer.Serialize(writer, ResponseFormatMapping.ToResponseFormat(value), SettingsJson.Default.ResponseFormat);
    }
}
