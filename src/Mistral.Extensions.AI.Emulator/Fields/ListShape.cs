using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Fields;

internal sealed class ListShape(Shape item, int minItems) : Shape
{
    public override string Name => $"list[{item.Name}]";

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.Array;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value))
        {
            errors.Add("list_type", at, "Input should be a valid list", value);
            return;
        }
        var count = value.GetArrayLength();
        if (count < minItems)
            errors.Add("too_short", at, TooShort(count), value,
                new JsonObject { ["field_type"] = "List", ["min_length"] = minItems, ["actual_length"] = count });
        var index = 0;
        foreach (var element in value.EnumerateArray())
            item.Check(element, at.At(index++), errors);
    }

    private string TooShort(int count) =>
        $"List should have at least {minItems} item{(minItems == 1 ? "" : "s")} after validation, not {count}";
}
