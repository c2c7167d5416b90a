using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>A response format of any kind in the API's shape; read, it stays JSON.</summary>
internal sealed class ResponseFormatConverter : JsonConverter<object>
{
    public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? reader.GetString() : JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, object value, JsonSerializerOptions options)
    {
        if (value is string word)
            writer.WriteStringValue(word);
        else
            JsonSerializer.Serialize(writer, ResponseFormats.ToResponseFormat(value), SettingsJson.Default.ResponseFormat);
    }
}

/// <summary>Types among settings are response formats: their schema. Without this, the serializer refuses them.</summary>
internal sealed class TypeConverter : JsonConverter<Type>
{
    public override bool CanConvert(Type typeToConvert) => typeof(Type).IsAssignableFrom(typeToConvert);

    public override Type Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A type is written only: what is written is its schema.");

    public override void Write(Utf8JsonWriter writer, Type value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, ResponseFormats.ToResponseFormat(value), SettingsJson.Default.ResponseFormat);
}

/// <summary>The expected text, alone or in the API's shape.</summary>
internal sealed class PredictionConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
            ? reader.GetString()
            : JsonSerializer.Deserialize(ref reader, SettingsJson.Default.Prediction)?.Content;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Guardrails in the API's shape, whatever naming policy surrounds them; one alone is a list too.</summary>
internal sealed class GuardrailsConverter : JsonConverter<IList<GuardrailConfig>>
{
    public override IList<GuardrailConfig>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.StartObject
            ? [JsonSerializer.Deserialize(ref reader, SettingsJson.Default.GuardrailConfig)!]
            : JsonSerializer.Deserialize(ref reader, SettingsJson.Default.ListGuardrailConfig);

    public override void Write(Utf8JsonWriter writer, IList<GuardrailConfig> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value], SettingsJson.Default.ListGuardrailConfig);
}
