using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>The arguments a function is called with: its schema, filled from the text.</summary>
internal static class ToolArgumentsGenerator
{
    /// <summary>
    /// One set of arguments for each call: several when the text has several values for the one string that is asked for.
    /// </summary>
    public static IEnumerable<string> Generate(JsonElement function, string text, bool inParallel)
    {
        var schema = function.GetProperty("parameters");
        var known = IdentifierWords.Split(ToolSelector.GetName(function));
        if (inParallel && FindSingleStringProperty(schema) is { } name && new PromptValues(text, known).Strings is { Count: > 1 } values)
            return values.Select(value => CompactJson.Serialize(new JsonObject { [name] = value }));
        return [CompactJson.Serialize(new SchemaFiller(schema, new PromptValues(text, known), fillOptional: false).Fill())];
    }

    /// <summary>The only property that is required, or that there is, if it is a string of any content.</summary>
    private static string? FindSingleStringProperty(JsonElement schema)
    {
        var properties = schema.FindProperties("properties").ToArray();
        var required = schema.FindItems("required").Select(name => name.GetString()).ToArray();
        var asked = required.Length > 0 ? properties.Where(property => required.Contains(property.Name)).ToArray() : properties;
        return asked is [{ Value: var only } property] && only.FindString("type") == "string"
            && only.Find("enum") is null && only.Find("format") is null
            ? property.Name
            : null;
    }
}
