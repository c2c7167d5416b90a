using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of arrays.</summary>
/// <param name="item">The schema of the items.</param>
/// <param name="minItems">The minimum number of items.</param>
internal sealed class ListSchema(ValueSchema item, int minItems) : ValueSchema
{
    public override string Name => $"list[{item.Name}]";

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
        {
            errors.Add("list_type", location, "Input should be a valid list", value);
            return;
        }
        var count = value.GetArrayLength();
        if (count < minItems)
            errors.Add("too_short", location, GetTooShortMessage(count), value,
                new JsonObject { ["field_type"] = "List", ["min_length"] = minItems, ["actual_length"] = count });
        var index = 0;
        foreach (var element in value.EnumerateArray())
            item.Validate(element, location.Child(index++), errors);
    }

    private string GetTooShortMessage(int count) =>
        $"List should have at least {minItems} item{(minItems == 1 ? "" : "s")} after validation, not {count}";
}
