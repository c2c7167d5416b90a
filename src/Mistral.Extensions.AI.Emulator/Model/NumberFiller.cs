using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Numbers for a schema: the one behind the parameter's name, else the next in the text, within the schema's bounds.</summary>
internal static class NumberFiller
{
    public static JsonNode? Find(JsonElement schema, string? name, PromptValues values, bool isInteger)
    {
        var number = (name is null ? null : values.TakeNumberNamed(name)) ?? values.TakeNumber(isInteger);
        return number is null ? null : ToNode(ApplyLimits(number.Value, schema), isInteger);
    }

    /// <summary>Zero, or what the bounds make of it.</summary>
    public static JsonNode Fallback(JsonElement schema) => ToNode(ApplyLimits(0, schema), isInteger: true);

    private static double ApplyLimits(double number, JsonElement schema)
    {
        if (schema.FindNumber("multipleOf") is { } step)
            number = Math.Round(number / step) * step;
        if (schema.FindNumber("minimum") is { } min)
            number = Math.Max(number, min);
        if (schema.FindNumber("exclusiveMinimum") is { } above && number <= above)
            number = Math.Floor(above) + 1;
        if (schema.FindNumber("maximum") is { } max)
            number = Math.Min(number, max);
        if (schema.FindNumber("exclusiveMaximum") is { } below && number >= below)
            number = Math.Ceiling(below) - 1;
        return number;
    }

    private static JsonValue ToNode(double number, bool isInteger) =>
        isInteger && number % 1 == 0 && Math.Abs(number) < long.MaxValue ? JsonValue.Create((long)number) : JsonValue.Create(number);
}
