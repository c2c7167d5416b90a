using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Generates the arguments of tool calls from the values in the prompt.</summary>
internal static class ToolArgumentsGenerator
{
    private const int MaxParallelCalls = 16;

    /// <summary>
    /// Generates the arguments of each call of a function, as JSON. There are several calls if the function requires exactly one string
    /// and the prompt has several values for it.
    /// </summary>
    public static IEnumerable<string> Generate(JsonElement function, string prompt, bool allowsParallelCalls, GenerationBudget budget)
    {
        var schema = function.GetProperty("parameters");
        // The empty schema allows any arguments; the arguments of a function are an object.
        if (!schema.EnumerateObject().Any())
            return ["{}"];
        var values = new PromptValues(prompt, budget, ignoredWords: IdentifierWords.Split(ToolSelector.GetName(function)));
        if (allowsParallelCalls && FindSingleStringProperty(schema) is { } name && values.Strings is { Count: > 1 } strings)
            return strings.Take(MaxParallelCalls).Select(value => CompactJson.Serialize(new JsonObject { [name] = value }));
        return [CompactJson.Serialize(new SchemaFiller(schema, values, fillOptional: false).Fill())];
    }

    /// <summary>
    /// Returns the name of the only required property, or of the only property if none is required. Returns null if there are several, or
    /// if it is not a plain string.
    /// </summary>
    private static string? FindSingleStringProperty(JsonElement schema)
    {
        var properties = schema.FindProperties("properties").ToArray();
        var required = schema.FindStrings("required").ToHashSet();
        var candidates = required.Count > 0 ? properties.Where(property => required.Contains(property.Name)).ToArray() : properties;
        return candidates is [{ Value: var propertySchema } property] && propertySchema.FindString("type") == "string"
            && propertySchema.Find("enum") is null && propertySchema.Find("format") is null
            ? property.Name
            : null;
    }
}
