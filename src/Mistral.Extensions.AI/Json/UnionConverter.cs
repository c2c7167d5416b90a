using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Mistral.Extensions.AI.Json;

/// <summary>
/// Reads and writes a union type of the API: JSON objects whose discriminator property names the variant. A variant that is not known is
/// kept as a whole, so that a variant Mistral adds later survives a round trip.
/// </summary>
/// <typeparam name="T">The base type of the variants.</typeparam>
/// <typeparam name="TUnknown">The type of an unknown variant.</typeparam>
/// <param name="discriminator">The JSON name of the discriminator property.</param>
/// <param name="getDiscriminator">Gets the discriminator of a value.</param>
/// <param name="createUnknown">Creates an unknown variant from its JSON.</param>
/// <remarks>
/// <see cref="JsonPolymorphicAttribute"/> is not sufficient: it throws on an unknown discriminator or, with
/// <see cref="JsonPolymorphicAttribute.IgnoreUnrecognizedTypeDiscriminators"/>, reads the base type and loses the discriminator.
/// </remarks>
internal abstract class UnionConverter<T, TUnknown>(
    string discriminator, Func<T, string?> getDiscriminator, Func<JsonElement, TUnknown> createUnknown) : JsonConverter<T>
    where T : class
    where TUnknown : T, IUnknownVariant
{
    /// <summary>Gets the JSON metadata of the variant with this discriminator, or null if the variant is not known.</summary>
    protected abstract JsonTypeInfo? GetTypeInfo(string? value);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // A known variant with an unexpected shape is kept like an unknown variant.
        return reader.TokenType is JsonTokenType.StartObject
            && GetTypeInfo(PeekDiscriminator(reader))?.MatchLeniency(options) is { } typeInfo
            && LenientConverters.TryDeserialize(ref reader, typeInfo, out var variant)
            ? (T)variant!
            : createUnknown(JsonElement.ParseValue(ref reader));
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (value is TUnknown unknown)
            unknown.Json.WriteTo(writer);
        else
            JsonSerializer.Serialize(writer, value, GetTypeInfo(getDiscriminator(value))!);
    }

    // The reader is a struct: the copy reads ahead, the original does not move.
    private string? PeekDiscriminator(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(discriminator);
            reader.Read();
            if (found)
                return reader.TokenType is JsonTokenType.String ? reader.GetString() : null;

            reader.Skip();
        }

        return null;
    }
}
