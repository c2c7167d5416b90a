using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Schemas;

/// <summary>Numbers for a schema: the one behind the parameter's name, else the next in the text, within the schema's bounds.</summary>
internal static class Numbers
{
    public static JsonNode? Find(JsonElement schema, string? name, Material material, bool whole)
    {
        var number = (name is null ? null : material.TakeNumberOf(name)) ?? material.TakeNumber(whole);
        return number is null ? null : ToNode(Fit(number.Value, schema), whole);
    }

    /// <summary>Zero, or what the bounds make of it.</summary>
    public static JsonNode Fallback(JsonElement schema) => ToNode(Fit(0, schema), whole: true);

    private static double Fit(double number, JsonElement schema)
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

    private static JsonValue ToNode(double number, bool whole) =>
        whole && number % 1 == 0 && Math.Abs(number) < long.MaxValue ? JsonValue.Create((long)number) : JsonValue.Create(number);
}
