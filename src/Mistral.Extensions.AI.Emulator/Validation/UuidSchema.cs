using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of UUIDs.</summary>
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
