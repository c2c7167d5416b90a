using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// Finds strings in a prompt for a JSON schema of type <c>string</c>, and adjusts them to the length limits of the schema. <c>pattern</c>
/// is ignored.
/// </summary>
internal static class StringFiller
{
    private static readonly Dictionary<string, (string Pattern, string Example)> Formats = new()
    {
        ["date-time"] = (@"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})", "2026-01-01T00:00:00Z"),
        ["date"] = (@"\d{4}-\d{2}-\d{2}", "2026-01-01"),
        ["time"] = (@"\d{2}:\d{2}(?::\d{2})?", "00:00:00"),
        ["uuid"] = ("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "00000000-0000-4000-8000-000000000000"),
        ["uri"] = (@"https?://[^\s""<>]+", "https://example.com/"),
        ["email"] = (@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "someone@example.com"),
    };

    /// <summary>
    /// Returns the string that follows the property name in the prompt, otherwise the next unused string, or null if there is none.
    /// For a schema with a known <c>format</c>, returns the first string in that format.
    /// </summary>
    public static JsonNode? Find(JsonElement schema, string? propertyName, PromptValues values)
    {
        if (FindFormat(schema) is var (pattern, _))
            return JsonValue.Create(values.FindPattern(pattern));
        var found = (propertyName is null ? null : values.TakeStringNamed(propertyName)) ?? values.TakeString();
        return found is null ? null : ApplyLengthLimits(found, schema, values.Budget);
    }

    /// <summary>Returns the whole prompt, or a fixed example for a schema with a known <c>format</c>.</summary>
    public static JsonNode Fallback(JsonElement schema, PromptValues values) =>
        FindFormat(schema) is var (_, example) ? JsonValue.Create(example) : ApplyLengthLimits(values.Text, schema, values.Budget);

    private static (string Pattern, string Example)? FindFormat(JsonElement schema) =>
        schema.FindString("format") is { } format && Formats.TryGetValue(format, out var found) ? found : null;

    private static JsonValue ApplyLengthLimits(string text, JsonElement schema, GenerationBudget budget)
    {
        if (schema.FindNumber("maxLength") is >= 0 and var max && text.Length > max)
            text = text[..(int)max];
        if (schema.FindNumber("minLength") is { } min && text.Length < min)
        {
            budget.SpendCharacters(min);
            text = text.PadRight((int)min, '.');
        }
        budget.SpendCharacters(text.Length);
        return JsonValue.Create(text);
    }
}
