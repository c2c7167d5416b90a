using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>
/// One of several shapes. One that fits is enough. If none does, those of the value's JSON kind complain, or all if there is none.
/// </summary>
internal sealed class UnionSchema(params ValueSchema[] members) : ValueSchema
{
    public override string Name => $"union[{string.Join(',', members.Select(member => member.Name))}]";

    public override bool MatchesKind(JsonElement value) => members.Any(member => member.MatchesKind(value));

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        var meant = members.Where(member => member.MatchesKind(value)).ToArray();
        if (meant.Any(member => IsValid(member, value)))
            return;
        foreach (var member in meant.Length > 0 ? meant : members)
            member.Validate(value, location.Child(member.Name), errors);
    }

    private static bool IsValid(ValueSchema member, JsonElement value)
    {
        var errors = new FieldErrors();
        member.Validate(value, Location.Body, errors);
        return !errors.HasErrors;
    }
}

/// <summary>One of several records, told apart by one field: <c>role</c> of messages, <c>type</c> of chunks and tools.</summary>
internal sealed class TaggedUnionSchema(string name, string tag, params (string Tag, ValueSchema Shape)[] members) : ValueSchema
{
    private readonly Dictionary<string, ValueSchema> _members = members.ToDictionary(member => member.Tag, member => member.Shape);

    /// <summary>The member that is meant when the tag is missing.</summary>
    public string? DefaultTag { get; init; }

    public override string Name => name;

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
            errors.AddNotAnObject(location, value);
        else if (GetTag(value) is not { } found)
            errors.Add("union_tag_not_found", location, $"Unable to extract tag using discriminator '{tag}'", value,
                new JsonObject { ["discriminator"] = $"'{tag}'" });
        else if (_members.TryGetValue(found, out var member))
            member.Validate(value, location.Child(found), errors);
        else
            AddUnknownTagError(found, value, location, errors);
    }

    private string? GetTag(JsonElement value) => value.TryGetProperty(tag, out var found)
        ? found.ValueKind == JsonValueKind.String ? found.GetString() : found.GetRawText()
        : DefaultTag;

    private void AddUnknownTagError(string foundTag, JsonElement value, Location location, FieldErrors errors)
    {
        var expected = string.Join(", ", _members.Keys.Select(key => $"'{key}'"));
        errors.Add("union_tag_invalid", location,
            $"Input tag '{foundTag}' found using '{tag}' does not match any of the expected tags: {expected}", value,
            new JsonObject { ["discriminator"] = $"'{tag}'", ["tag"] = foundTag, ["expected_tags"] = expected });
    }
}
