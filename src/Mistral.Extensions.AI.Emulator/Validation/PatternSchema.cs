using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of strings that match a regular expression.</summary>
/// <param name="pattern">The regular expression.</param>
/// <param name="length">The schema of the length.</param>
internal sealed class PatternSchema(string pattern, TextSchema length) : ValueSchema
{
    public override string Name => length.Name;

    public override bool MatchesKind(JsonElement value) => length.MatchesKind(value);

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        length.Validate(value, location, errors);
        if (MatchesKind(value) && !Regex.IsMatch(value.GetString()!, pattern, RegexOptions.NonBacktracking))
            errors.Add("string_pattern_mismatch", location, $"String should match pattern '{pattern}'", value,
                new JsonObject { ["pattern"] = pattern });
    }
}
