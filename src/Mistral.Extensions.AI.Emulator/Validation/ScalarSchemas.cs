using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

internal sealed class StringSchema : ValueSchema
{
    public override string Name => "str";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
            errors.Add("string_type", location, "Input should be a valid string", value);
    }
}

internal sealed class BooleanSchema : ValueSchema
{
    public override string Name => "bool";

    public override bool MatchesKind(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
            errors.Add("bool_type", location, "Input should be a valid boolean", value);
    }
}

internal sealed class UuidSchema : ValueSchema
{
    public override string Name => "uuid";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value) || !Guid.TryParse(value.GetString(), out _))
            errors.Add("uuid_parsing", location, "Input should be a valid UUID", value);
    }
}

internal sealed class AnyObjectSchema : ValueSchema
{
    public override string Name => "dict";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
            errors.Add("dict_type", location, "Input should be a valid dictionary", value);
    }
}

/// <summary>One of some words: an <c>enum</c> or, with a single one, a constant.</summary>
internal sealed class EnumSchema(string errorType, string[] values) : ValueSchema
{
    private readonly string _expected = string.Join(" or ", new[]
    {
        string.Join(", ", values[..^1].Select(Quote)),
        Quote(values[^1]),
    }.Where(part => part.Length > 0));

    public override string Name => $"literal[{string.Join(',', values.Select(Quote))}]";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value) || !values.Contains(value.GetString()))
            errors.Add(errorType, location, $"Input should be {_expected}", value, new JsonObject { ["expected"] = _expected });
    }

    private static string Quote(string value) => $"'{value}'";
}

internal sealed class NumberSchema(bool isInteger) : ValueSchema
{
    public double? Min { get; init; }

    public double? Max { get; init; }

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
            Refuse("greater_than", "gt", "greater than", ExclusiveMin.Value);
        if (number < Min)
            Refuse("greater_than_equal", "ge", "greater than or equal to", Min.Value);
        if (number > Max)
            Refuse("less_than_equal", "le", "less than or equal to", Max.Value);

        void Refuse(string type, string key, string words, double limit) => errors.Add(
            type, location, $"Input should be {words} {limit.ToString(CultureInfo.InvariantCulture)}", value, new JsonObject { [key] = limit });
    }
}
