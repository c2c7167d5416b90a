using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of times. As in pydantic, a number is the seconds since 1970.</summary>
internal sealed class DateTimeSchema : ValueSchema
{
    public override string Name => "datetime";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (value.ToDateTime() is null)
            errors.Add("datetime_from_date_parsing", location, "Input should be a valid datetime or date", value);
    }
}
