using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The schema of arrays.</summary>
/// <param name="item">The schema of the items.</param>
/// <param name="minItems">The minimum number of items.</param>
/// <param name="maxItems">The maximum number of items.</param>
internal sealed class ListSchema(ValueSchema item, int minItems, int maxItems) : ValueSchema
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
            AddLengthError("too_short", "min_length", "at least", minItems);
        if (count > maxItems)
        {
            AddLengthError("too_long", "max_length", "at most", maxItems);
            return;
        }
        var index = 0;
        foreach (var element in value.EnumerateArray())
            item.Validate(element, location.Child(index++), errors);

        void AddLengthError(string type, string limitName, string comparison, int limit) => errors.Add(type, location,
            $"List should have {comparison} {limit} item{(limit == 1 ? "" : "s")} after validation, not {count}", value,
            new JsonObject { ["field_type"] = "List", [limitName] = limit, ["actual_length"] = count });
    }
}
