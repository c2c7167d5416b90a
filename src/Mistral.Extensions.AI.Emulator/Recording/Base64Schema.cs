using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>The schema of binary content.</summary>
internal sealed class Base64Schema : ValueSchema
{
    public override string Name => "base64";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.String;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value) || !value.TryGetBytesFromBase64(out _))
            errors.Add("base64_invalid", location, "Input should be valid base64", value);
    }
}
