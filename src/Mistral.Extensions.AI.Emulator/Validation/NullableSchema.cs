using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>A schema that also accepts null.</summary>
/// <param name="inner">The schema of all other values.</param>
internal sealed class NullableSchema(ValueSchema inner) : ValueSchema
{
    public override string Name => inner.Name;

    public override ValueSchema OrNull => this;

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Null || inner.MatchesKind(value);

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.Null)
            inner.Validate(value, location, errors);
    }
}
