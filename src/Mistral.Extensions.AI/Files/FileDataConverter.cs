using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Files;

/// <summary>Rejects files in JSON: a file is sent as form data, so its content would be lost.</summary>
internal sealed class FileDataConverter : JsonConverter<FileData>
{
    public override FileData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A file cannot be read from JSON. Set File after reading the request.");

    public override void Write(Utf8JsonWriter writer, FileData value, JsonSerializerOptions options) =>
        throw new NotSupportedException(
            "A file is sent as form data and cannot be written as JSON. Write a copy of the request: request with { File = null }.");
}
