using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of all JSON values.</summary>
internal sealed class AnySchema : ValueSchema
{
    public override string Name => "any";

    public override bool MatchesKind(JsonElement value) => true;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
    }
}
