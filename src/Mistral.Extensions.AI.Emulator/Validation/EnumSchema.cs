using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of an enumeration of strings or, with a single value, of a constant.</summary>
/// <param name="errorType">The error type of pydantic: <c>enum</c> or <c>literal_error</c>.</param>
/// <param name="values">The accepted values.</param>
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
