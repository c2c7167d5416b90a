using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>A union of object schemas with a discriminator: <c>role</c> of messages, <c>type</c> of content chunks and tools.</summary>
/// <param name="name">The name of the schema in the OpenAPI description.</param>
/// <param name="discriminator">The name of the property that selects the schema.</param>
/// <param name="members">The schemas, each with its value of the discriminator.</param>
internal sealed class TaggedUnionSchema(string name, string discriminator, params (string Tag, ValueSchema Schema)[] members) : ValueSchema
{
    private readonly Dictionary<string, ValueSchema> _members = members.ToDictionary(member => member.Tag, member => member.Schema);

    /// <summary>The value of a missing discriminator; null if the discriminator is required.</summary>
    public string? DefaultTag { get; init; }

    /// <summary>
    /// Whether the error for an unknown value of the discriminator is that of an enumeration. The API reports tools in this way.
    /// </summary>
    public bool ReportsUnknownTagAsEnum { get; init; }

    public override string Name => name;

    public override bool MatchesKind(JsonElement value) => value.ValueKind == JsonValueKind.Object;

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        if (!MatchesKind(value))
            errors.AddNotAnObject(location, value);
        else if (GetTag(value) is not { } tag)
            errors.Add("union_tag_not_found", location, $"Unable to extract tag using discriminator '{discriminator}'", value,
                new JsonObject { ["discriminator"] = $"'{discriminator}'" });
        else if (_members.TryGetValue(tag, out var member))
            member.Validate(value, location.Child(tag), errors);
        else if (ReportsUnknownTagAsEnum)
            EnumOf([.. _members.Keys]).Validate(value.GetProperty(discriminator), location.Child(discriminator), errors);
        else
            AddUnknownTagError(tag, value, location, errors);
    }

    private string? GetTag(JsonElement value) => value.TryGetProperty(discriminator, out var tag)
        ? tag.ValueKind == JsonValueKind.String ? tag.GetString() : tag.GetRawText()
        : DefaultTag;

    private void AddUnknownTagError(string tag, JsonElement value, Location location, FieldErrors errors)
    {
        var expected = string.Join(", ", _members.Keys.Select(key => $"'{key}'"));
        errors.Add("union_tag_invalid", location,
            $"Input tag '{tag}' found using '{discriminator}' does not match any of the expected tags: {expected}", value,
            new JsonObject { ["discriminator"] = $"'{discriminator}'", ["tag"] = tag, ["expected_tags"] = expected });
    }
}
