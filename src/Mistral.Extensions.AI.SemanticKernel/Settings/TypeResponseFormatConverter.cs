using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.SemanticKernel.Settings;

/// <summary>
/// Writes a <see cref="Type"/> as the API's <c>response_format</c> with the JSON schema of that type. In execution settings a
/// <see cref="Type"/> is always a response format, and System.Text.Json does not serialize <see cref="Type"/> by itself.
/// </summary>
internal sealed class TypeResponseFormatConverter : JsonConverter<Type>
{
    public override bool CanConvert(Type typeToConvert) => typeof(Type).IsAssignableFrom(typeToConvert);

    public override Type Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A Type cannot be deserialized: it is written as a JSON schema.");

    public override void Write(Utf8JsonWriter writer, Type value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, TypeResponseFormats.Get(value).ToResponseFormat(), SettingsJson.Default.ResponseFormat);
}
