using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>What a text says, in the schema of an annotation format. Annotations travel as JSON in a string.</summary>
internal static class AnnotationGenerator
{
    public static string Generate(JsonElement format, string text)
    {
        var schema = format.GetProperty("json_schema").GetProperty("schema");
        return CompactJson.Serialize(new SchemaFiller(schema, new PromptValues(text), fillOptional: true).Fill());
    }
}
