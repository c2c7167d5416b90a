using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Fields;

internal sealed class TextShape : Shape
{
    public override string Name => "str";

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value))
            errors.Add("string_type", at, "Input should be a valid string", value);
    }
}

internal sealed class FlagShape : Shape
{
    public override string Name => "bool";

    public override bool Claims(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value))
            errors.Add("bool_type", at, "Input should be a valid boolean", value);
    }
}

internal sealed class UuidShape : Shape
{
    public override string Name => "uuid";

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value) || !Guid.TryParse(value.GetString(), out _))
            errors.Add("uuid_parsing", at, "Input should be a valid UUID", value);
    }
}

internal sealed class OpenObjectShape : Shape
{
    public override string Name => "dict";

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value))
            errors.Add("dict_type", at, "Input should be a valid dictionary", value);
    }
}

/// <summary>One of some words: an <c>enum</c> or, with a single one, a constant.</summary>
internal sealed class WordShape(string errorType, string[] words) : Shape
{
    private readonly string _expected = string.Join(" or ", new[]
    {
        string.Join(", ", words[..^1].Select(Quoted)),
        Quoted(words[^1]),
    }.Where(part => part.Length > 0));

    public override string Name => $"literal[{string.Join(',', words.Select(Quoted))}]";

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value) || !words.Contains(value.GetString()))
            errors.Add(errorType, at, $"Input should be {_expected}", value, new JsonObject { ["expected"] = _expected });
    }

    private static string Quoted(string word) => $"'{word}'";
}

internal sealed class NumberShape(bool whole) : Shape
{
    public double? Min { get; init; }

    public double? Max { get; init; }

    public double? Above { get; init; }

    public override string Name => whole ? "int" : "float";

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value))
            errors.Add($"{Name}_type", at, $"Input should be a valid {(whole ? "integer" : "number")}", value);
        else if (whole && value.GetDouble() % 1 != 0)
            errors.Add("int_from_float", at, "Input should be a valid integer, got a number with a fractional part", value);
        else
            CheckRange(value, at, errors);
    }

    private void CheckRange(JsonElement value, Location at, FieldErrors errors)
    {
        var number = value.GetDouble();
        if (number <= Above)
            Refuse("greater_than", "gt", "greater than", Above.Value);
        if (number < Min)
            Refuse("greater_than_equal", "ge", "greater than or equal to", Min.Value);
        if (number > Max)
            Refuse("less_than_equal", "le", "less than or equal to", Max.Value);

        void Refuse(string type, string key, string words, double limit) => errors.Add(
            type, at, $"Input should be {words} {limit.ToString(CultureInfo.InvariantCulture)}", value, new JsonObject { [key] = limit });
    }
}
