using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Models;

/// <summary>
/// Reads a list of models in both forms of Mistral's OpenAPI description: the schema has an object with the list in <c>data</c>, the
/// example has the list alone. Writes the object.
/// </summary>
internal sealed class ModelListConverter : JsonConverter<ModelList>
{
    public override ModelList? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartArray)
            return new() { Data = Deserialize(ref reader, ModelsJson.Default.IReadOnlyListModelCard, options)! };

        var envelope = Deserialize(ref reader, ModelsJson.Default.Envelope, options)!;
        return new() { Object = envelope.Object, Data = envelope.Data!, AdditionalProperties = envelope.AdditionalProperties };
    }

    public override void Write(Utf8JsonWriter writer, ModelList value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new Envelope { Object = value.Object, Data = value.Data, AdditionalProperties = value.AdditionalProperties },
            ModelsJson.Default.Envelope);

    // The options may be those of the caller, with another naming policy.
    private static T? Deserialize<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> typeInfo, JsonSerializerOptions options) =>
        (T?)JsonSerializer.Deserialize(ref reader, typeInfo.MatchLeniency(options));

    /// <summary>The object form of the list.</summary>
    internal sealed record Envelope
    {
        public string? Object { get; init; }

        [Content]
        public IReadOnlyList<ModelCard>? Data { get; init; }

        [JsonExtensionData]
        public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
    }
}
