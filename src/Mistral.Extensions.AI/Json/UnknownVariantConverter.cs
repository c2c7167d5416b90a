using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Json;

/// <summary>Reads and writes an unknown variant of a union as the whole JSON that was received.</summary>
/// <typeparam name="T">The type of the unknown variant.</typeparam>
/// <param name="create">Creates the variant from its JSON.</param>
internal abstract class UnknownVariantConverter<T>(Func<JsonElement, T> create) : JsonConverter<T>
    where T : IUnknownVariant
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        create(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => value.Json.WriteTo(writer);
}
