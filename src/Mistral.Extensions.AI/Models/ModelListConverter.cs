using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Models;

/// <summary>
/// Models in either form Mistral's OpenAPI description has for them: an object with the list as <c>data</c>, as in the schema, or the list
/// alone, as in the example.
/// </summary>
internal sealed class ModelListConverter : JsonConverter<ModelList>
{
    public override ModelList? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartArray)
            return new() { Data = JsonSerializer.Deserialize(ref reader, ModelsJson.Default.IReadOnlyListModelCard)!, IsBare = true };

        var whole = JsonSerializer.Deserialize(ref reader, ModelsJson.Default.Envelope)!;
        return new() { Object = whole.Object, Data = whole.Data!, AdditionalProperties = whole.AdditionalProperties };
    }

    public override void Write(Utf8JsonWriter writer, ModelList value, JsonSerializerOptions options)
    {
        if (value.IsBare)
        {
            JsonSerializer.Serialize(writer, value.Data, ModelsJson.Default.IReadOnlyListModelCard);
            return;
        }

        var whole = new Envelope { Object = value.Object, Data = value.Data, AdditionalProperties = value.AdditionalProperties };
        JsonSerializer.Serialize(writer, whole, ModelsJson.Default.Envelope);
    }

    internal sealed record Envelope
    {
        public string? Object { get; init; }

        public IReadOnlyList<ModelCard>? Data { get; init; }

        [JsonExtensionData]
        public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
    }
}
