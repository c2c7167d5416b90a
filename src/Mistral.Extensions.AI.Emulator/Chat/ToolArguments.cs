using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Schemas;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Chat;

/// <summary>The arguments a function is called with: its schema, filled from the text.</summary>
internal static class ToolArguments
{
    /// <summary>
    /// One set of arguments for each call: several when the text has several values for the one string that is asked for.
    /// </summary>
    public static IEnumerable<string> Fill(JsonElement function, string text, bool inParallel)
    {
        var schema = function.GetProperty("parameters");
        var known = Words.Of(ToolPicker.NameOf(function));
        if (inParallel && TheOneString(schema) is { } name && new Material(text, known).Names is { Count: > 1 } values)
            return values.Select(value => JsonText.ToText(new JsonObject { [name] = value }));
        return [JsonText.ToText(new SchemaInstance(schema, new Material(text, known), everything: false).Create())];
    }

    /// <summary>The only property that is required, or that there is, if it is a string of any content.</summary>
    private static string? TheOneString(JsonElement schema)
    {
        var properties = schema.FindProperties("properties").ToArray();
        var required = schema.FindItems("required").Select(name => name.GetString()).ToArray();
        var asked = required.Length > 0 ? properties.Where(property => required.Contains(property.Name)).ToArray() : properties;
        return asked is [{ Value: var only } property] && only.FindText("type") == "string"
            && only.Find("enum") is null && only.Find("format") is null
            ? property.Name
            : null;
    }
}
