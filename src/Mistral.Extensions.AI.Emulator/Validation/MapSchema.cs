using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of objects whose property names are data, for example metadata.</summary>
/// <param name="key">The schema of the property names.</param>
/// <param name="item">The schema of the values.</param>
internal sealed class MapSchema(TextSchema key, ValueSchema item) : ValueSchema
{
    public override string Name => $"dict[{key.Name},{item.Name}]";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        AnyObject.Validate(value, location, errors);
        if (!MatchesKind(value))
            return;
        foreach (var property in value.EnumerateObject())
        {
            key.ValidateLength(property.Name, location.Child(property.Name).Child("[key]"), errors);
            item.Validate(property.Value, location.Child(property.Name), errors);
        }
    }
}
