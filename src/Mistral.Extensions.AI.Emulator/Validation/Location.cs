using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>The location of a value in a request: the <c>loc</c> of a field error.</summary>
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

    /// <summary>The location of the whole body.</summary>
    public static Location Body { get; } = new(null, "body", 0);

    /// <summary>The location of all parameters in the path.</summary>
    public static Location Path { get; } = new(null, "path", 0);

    /// <summary>The location of all parameters in the query.</summary>
    public static Location Query { get; } = new(null, "query", 0);

    /// <summary>The location of a whole message of a WebSocket.</summary>
    public static Location Message { get; } = new(null, "message", 0);

    /// <summary>The location of a line of a file.</summary>
    public static Location Line { get; } = new(null, "line", 0);

    /// <summary>Returns the location of a property.</summary>
    public Location Child(string name) => new(this, name, 0);

    /// <summary>Returns the location of an array item.</summary>
    public Location Child(int index) => new(this, null, index);

    /// <summary>Creates the names and indexes from the body to the value.</summary>
    public JsonArray ToJson()
    {
        var steps = new List<JsonNode?>();
        for (var location = this; location is not null; location = location._parent)
            steps.Add(location._name is null ? JsonValue.Create(location._index) : JsonValue.Create(location._name));
        steps.Reverse();
        return [.. steps];
    }
}
