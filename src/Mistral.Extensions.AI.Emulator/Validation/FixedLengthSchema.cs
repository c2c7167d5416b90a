using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of strings with a fixed length. Its errors do not quote the value, which is a key.</summary>
/// <param name="length">The number of characters.</param>
internal sealed class FixedLengthSchema(int length) : ValueSchema
{
    public override string Name => "str";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
            errors.Add("string_type", location, "Input should be a valid string", default);
        else if (value.GetString()!.Length != length)
            errors.Add("string_length", location, $"String should have {length} characters", default);
    }
}
