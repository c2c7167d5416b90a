using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>Generates annotations: instances of a JSON schema, filled with values from a text.</summary>
internal static class AnnotationGenerator
{
    /// <summary>Generates an annotation as JSON text, which is how the API returns it.</summary>
    /// <param name="format">The annotation format of the request, of type <c>json_schema</c>.</param>
    /// <param name="text">The text with the values.</param>
    /// <param name="budget">The limit of the work for the request.</param>
    public static string Generate(JsonElement format, string text, GenerationBudget budget)
    {
        var schema = format.GetProperty("json_schema").GetProperty("schema");
        return CompactJson.Serialize(new SchemaFiller(schema, new PromptValues(text, budget), fillOptional: true).Fill());
    }
}
