using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of numbers in a range.</summary>
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
        if (!MatchesKind(value))
            errors.Add($"{Name}_type", location, $"Input should be a valid {(isInteger ? "integer" : "number")}", value);
        else if (isInteger && value.GetDouble() % 1 != 0)
            errors.Add("int_from_float", location, "Input should be a valid integer, got a number with a fractional part", value);
        else
            ValidateRange(value, location, errors);
    }

    private void ValidateRange(JsonElement value, Location location, FieldErrors errors)
    {
        var number = value.GetDouble();
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
