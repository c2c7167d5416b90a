using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of booleans. As in pydantic, strings such as "true" and the numbers 0 and 1 are converted.</summary>
internal sealed class BooleanSchema : ValueSchema
{
    public override string Name => "bool";

    public override bool MatchesKind(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (value.ToBoolean() is not null)
            return;
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            errors.Add("bool_parsing", location, "Input should be a valid boolean, unable to interpret input", value);
        else
            errors.Add("bool_type", location, "Input should be a valid boolean", value);
    }
}
