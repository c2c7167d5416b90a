using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>
/// Finds numbers in a prompt for a JSON schema of type <c>integer</c> or <c>number</c>, and adjusts them to the limits of the schema.
/// </summary>
internal static class NumberFiller
{
    /// <summary>
    /// Returns the number that follows the property name in the prompt, otherwise the next unused number, or null if there is none.
    /// </summary>
    public static JsonNode? Find(JsonElement schema, string? propertyName, PromptValues values, bool isInteger)
    {
        var number = (propertyName is null ? null : values.TakeNumberNamed(propertyName)) ?? values.TakeNumber(isInteger);
        return number is null ? null : ToNode(ApplyLimits(number.Value, schema), isInteger);
    }

    /// <summary>Returns 0, adjusted to the limits of the schema.</summary>
    public static JsonNode Fallback(JsonElement schema) => ToNode(ApplyLimits(0, schema), isInteger: true);

    private static double ApplyLimits(double number, JsonElement schema)
    {
        if (schema.FindNumber("multipleOf") is { } step)
            number = Math.Round(number / step) * step;
        if (schema.FindNumber("minimum") is { } min)
            number = Math.Max(number, min);
        if (schema.FindNumber("exclusiveMinimum") is { } exclusiveMin && number <= exclusiveMin)
            number = Math.Floor(exclusiveMin) + 1;
        if (schema.FindNumber("maximum") is { } max)
            number = Math.Min(number, max);
        if (schema.FindNumber("exclusiveMaximum") is { } exclusiveMax && number >= exclusiveMax)
            number = Math.Ceiling(exclusiveMax) - 1;
        return number;
    }

    private static JsonValue ToNode(double number, bool isInteger)
    {
        // JSON has no infinity, which a very large number of the prompt or a limit such as 1e400 is converted to.
        number = double.IsNaN(number) ? 0 : Math.Clamp(number, double.MinValue, double.MaxValue);
        return isInteger && number % 1 == 0 && Math.Abs(number) < long.MaxValue ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }
}
