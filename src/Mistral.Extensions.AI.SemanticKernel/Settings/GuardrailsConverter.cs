using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>
/// Reads and writes guardrails with the API's field names, whatever the naming policy of the caller's options. A single object is read
/// as a list with one item.
/// </summary>
internal sealed class GuardrailsConverter : JsonConverter<IList<GuardrailConfig>>
{
    public override IList<GuardrailConfig>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.StartObject
            ? [JsonSerializer.Deserialize(ref reader, SettingsJson.Default.GuardrailConfig)!]
            : JsonSerializer.Deserialize(ref reader, SettingsJson.Default.ListGuardrailConfig);

    public override void Write(Utf8JsonWriter writer, IList<GuardrailConfig> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value], SettingsJson.Default.ListGuardrailConfig);
}
