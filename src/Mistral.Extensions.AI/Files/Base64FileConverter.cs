using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Files;

/// <summary>Writes the data of a file as base64. In a request, the file is read while the request is sent.</summary>
internal sealed class Base64FileConverter : JsonConverter<FileData>
{
    public override FileData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FileData.FromBytes(reader.GetBytesFromBase64());

    public override void Write(Utf8JsonWriter writer, FileData value, JsonSerializerOptions options) =>
        JsonRequestContent.WriteBase64(writer, "", value.Source);
}
