using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Fields;

/// <summary>
/// One of several shapes. One that fits is enough. If none does, those of the value's JSON kind complain, or all if there is none.
/// </summary>
internal sealed class UnionShape(params Shape[] members) : Shape
{
    public override string Name => $"union[{string.Join(',', members.Select(member => member.Name))}]";

    public override bool Claims(JsonElement value) => members.Any(member => member.Claims(value));

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        var meant = members.Where(member => member.Claims(value)).ToArray();
        if (meant.Any(member => Fits(member, value)))
            return;
        foreach (var member in meant.Length > 0 ? meant : members)
            member.Check(value, at.At(member.Name), errors);
    }

    private static bool Fits(Shape member, JsonElement value)
    {
        var errors = new FieldErrors();
        member.Check(value, Location.Body, errors);
        return !errors.Any;
    }
}

/// <summary>One of several records, told apart by one field: <c>role</c> of messages, <c>type</c> of chunks and tools.</summary>
internal sealed class TaggedShape(string name, string tag, params (string Tag, Shape Shape)[] members) : Shape
{
    private readonly Dictionary<string, Shape> _members = members.ToDictionary(member => member.Tag, member => member.Shape);

    /// <summary>The member that is meant when the tag is missing.</summary>
    public string? Default { get; init; }

    public override string Name => name;

    public override bool Claims(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Check(JsonElement value, Location at, FieldErrors errors)
    {
        if (!Claims(value))
            errors.Add("model_attributes_type", at, "Input should be a valid dictionary or object to extract fields from", value);
        else if (TagOf(value) is not { } found)
            errors.Add("union_tag_not_found", at, $"Unable to extract tag using discriminator '{tag}'", value,
                new JsonObject { ["discriminator"] = $"'{tag}'" });
        else if (_members.TryGetValue(found, out var member))
            member.Check(value, at.At(found), errors);
        else
            RefuseTag(found, value, at, errors);
    }

    private string? TagOf(JsonElement value) => value.TryGetProperty(tag, out var found)
        ? found.ValueKind == JsonValueKind.String ? found.GetString() : found.GetRawText()
        : Default;

    private void RefuseTag(string found, JsonElement value, Location at, FieldErrors errors)
    {
        var expected = string.Join(", ", _members.Keys.Select(key => $"'{key}'"));
        errors.Add("union_tag_invalid", at,
            $"Input tag '{found}' found using '{tag}' does not match any of the expected tags: {expected}", value,
            new JsonObject { ["discriminator"] = $"'{tag}'", ["tag"] = found, ["expected_tags"] = expected });
    }
}
