using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Schemas;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>What a text says, in the schema of an annotation format. Annotations travel as JSON in a string.</summary>
internal static class Annotation
{
    public static string Write(JsonElement format, string text)
    {
        var schema = format.GetProperty("json_schema").GetProperty("schema");
        return JsonText.ToText(new SchemaInstance(schema, new Material(text), everything: true).Create());
    }
}
