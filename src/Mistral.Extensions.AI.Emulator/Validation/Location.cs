using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>Where in the body a value stands: the <c>loc</c> of a field error.</summary>
internal sealed class Location
{
    private readonly Location? _parent;
    private readonly string? _name;
    private readonly int _index;

    private Location(Location? parent, string? name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    public static Location Body { get; } = new(null, "body", 0);

    public Location Child(string name) => new(this, name, 0);

    public Location Child(int index) => new(this, null, index);

    public JsonArray ToJson()
    {
        var steps = new List<JsonNode?>();
        for (var step = this; step is not null; step = step._parent)
            steps.Add(step._name is null ? JsonValue.Create(step._index) : JsonValue.Create(step._name));
        steps.Reverse();
        return [.. steps];
    }
}
