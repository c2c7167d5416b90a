using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of all values of one JSON kind: strings, booleans or objects.</summary>
/// <param name="name">The name of the schema in pydantic.</param>
/// <param name="errorType">The error type of pydantic for a value of another kind.</param>
/// <param name="message">The message of pydantic for a value of another kind.</param>
/// <param name="kinds">The accepted kinds.</param>
internal sealed class KindSchema(string name, string errorType, string message, params JsonValueKind[] kinds) : ValueSchema
{
    public override string Name => name;

    public override bool MatchesKind(JsonElement value) => kinds.Contains(value.ValueKind);

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
            errors.Add(errorType, location, message, value);
    }
}
