using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>Reads the predicted text from a string or from the API's <c>prediction</c> object, and writes it as a string.</summary>
internal sealed class PredictionConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
            ? reader.GetString()
            : JsonSerializer.Deserialize(ref reader, SettingsJson.Default.Prediction)?.Content;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
