using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of strings with a limited length.</summary>
/// <param name="minLength">The minimum number of characters.</param>
/// <param name="maxLength">The maximum number of characters.</param>
internal sealed class TextSchema(int minLength, int maxLength) : ValueSchema
{
    public override string Name => "constrained-str";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        StringValue.Validate(value, location, errors);
        if (MatchesKind(value))
            ValidateLength(value.GetString()!, location, errors);
    }

    /// <summary>Adds an error if a text is too short or too long.</summary>
    public void ValidateLength(string text, Location location, FieldErrors errors)
    {
        if (text.Length < minLength)
            AddError("string_too_short", "min_length", "at least", minLength);
        if (text.Length > maxLength)
            AddError("string_too_long", "max_length", "at most", maxLength);

        void AddError(string type, string limitName, string comparison, int limit) => errors.Add(
            type, location, $"String should have {comparison} {limit} character{(limit == 1 ? "" : "s")}",
            JsonValue.Create(text).ToElement(), new JsonObject { [limitName] = limit });
    }
}
