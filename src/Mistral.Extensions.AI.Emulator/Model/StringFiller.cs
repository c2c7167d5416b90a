using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// Strings for a schema: the one behind the parameter's name, else the next name in the text. A <c>format</c> takes what
/// has that form, or a fixed example of it. A <c>pattern</c> is not looked at.
/// </summary>
internal static class StringFiller
{
    private static readonly Dictionary<string, (string Form, string Example)> Formats = new()
    {
        ["date-time"] = (@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})", "2026-01-01T00:00:00Z"),
        ["date"] = (@"\d{4}-\d{2}-\d{2}", "2026-01-01"),
        ["time"] = (@"\d{2}:\d{2}(?::\d{2})?", "00:00:00"),
        ["uuid"] = ("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "00000000-0000-4000-8000-000000000000"),
        ["uri"] = (@"https?://[^\s""<>]+", "https://example.com/"),
        ["email"] = (@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "someone@example.com"),
    };

    public static JsonNode? Find(JsonElement schema, string? name, PromptValues values)
    {
        if (FindFormat(schema) is var (form, _))
            return Regex.Match(values.Text, form) is { Success: true } match ? JsonValue.Create(match.Value) : null;
        var found = (name is null ? null : values.TakeStringNamed(name)) ?? values.TakeString();
        return found is null ? null : ApplyLengthLimits(found, schema);
    }

    /// <summary>Without a value of its own the whole text goes in.</summary>
    public static JsonNode Fallback(JsonElement schema, PromptValues values) =>
        FindFormat(schema) is var (_, example) ? JsonValue.Create(example) : ApplyLengthLimits(values.Text, schema);

    private static (string Form, string Example)? FindFormat(JsonElement schema) =>
        schema.FindString("format") is { } format && Formats.TryGetValue(format, out var found) ? found : null;

    private static JsonValue ApplyLengthLimits(string text, JsonElement schema)
    {
        if (schema.FindNumber("minLength") is { } min)
            text = text.PadRight((int)min, '.');
        if (schema.FindNumber("maxLength") is { } max && text.Length > max)
            text = text[..(int)max];
        return JsonValue.Create(text);
    }
}
