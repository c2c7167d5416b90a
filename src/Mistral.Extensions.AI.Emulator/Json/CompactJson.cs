using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Json;

/// <summary>Serializes JSON as the server does: without white space, and with only the required escapes.</summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Serializes a node to UTF-8.</summary>
    public static byte[] SerializeToUtf8Bytes(JsonNode? node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
        {
            if (node is null)
                writer.WriteNullValue();
            else
                node.WriteTo(writer);
        }
        return stream.ToArray();
    }

    /// <summary>Serializes a node to a string.</summary>
    public static string Serialize(JsonNode? node) => Encoding.UTF8.GetString(SerializeToUtf8Bytes(node));
}
