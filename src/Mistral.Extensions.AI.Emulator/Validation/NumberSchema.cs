using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>
/// The schema of numbers in a range. As in pydantic, numbers in strings ("0.5") and booleans are converted.
/// </summary>
/// <param name="isInteger">Whether numbers must be integers.</param>
internal sealed class NumberSchema(bool isInteger) : ValueSchema
{
    /// <summary>The smallest accepted number.</summary>
    public double? Min { get; init; }

    /// <summary>The largest accepted number.</summary>
    public double? Max { get; init; }

    /// <summary>The number that accepted numbers must exceed.</summary>
    public double? ExclusiveMin { get; init; }

    public override string Name => isInteger ? "int" : "float";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        var type = isInteger ? "integer" : "number";
        if (value.ToNumber() is { } number)
            Validate(number, value, location, errors);
        else if (value.ValueKind == JsonValueKind.String)
            errors.Add($"{Name}_parsing", location,
                $"Input should be a valid {type}, unable to parse string as {(isInteger ? "an" : "a")} {type}", value);
        else
            errors.Add($"{Name}_type", location, $"Input should be a valid {type}", value);
    }

    private void Validate(double number, JsonElement value, Location location, FieldErrors errors)
    {
        if (!double.IsFinite(number))
            errors.Add("finite_number", location, "Input should be a finite number", value);
        else if (isInteger && number % 1 != 0)
            errors.Add("int_from_float", location, "Input should be a valid integer, got a number with a fractional part", value);
        else
            ValidateRange(number, value, location, errors);
    }

    private void ValidateRange(double number, JsonElement value, Location location, FieldErrors errors)
    {
        if (number <= ExclusiveMin)
            AddError("greater_than", "gt", "greater than", ExclusiveMin.Value);
        if (number < Min)
            AddError("greater_than_equal", "ge", "greater than or equal to", Min.Value);
        if (number > Max)
            AddError("less_than_equal", "le", "less than or equal to", Max.Value);

        void AddError(string type, string limitName, string comparison, double limit) => errors.Add(
            type, location, $"Input should be {comparison} {limit.ToString(CultureInfo.InvariantCulture)}", value,
            new JsonObject { [limitName] = limit });
    }
}
