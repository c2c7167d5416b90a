using System.Text.Json;

namespace Mistral.Extensions.AI.Emulator.Validation;

/// <summary>
/// A union of schemas. A value is valid if it matches one of them. Otherwise the errors are those of the members for the JSON kind of
/// the value, or those of all members if no member is for that kind.
/// </summary>
/// <param name="members">The schemas of the union.</param>
internal sealed class UnionSchema(params ValueSchema[] members) : ValueSchema
{
    public override string Name => $"union[{string.Join(',', members.Select(member => member.Name))}]";

    public override bool MatchesKind(JsonElement value) => members.Any(member => member.MatchesKind(value));

    public override void Validate(JsonElement value, Location location, FieldErrors errors)
    {
        var candidates = members.Where(member => member.MatchesKind(value)).ToArray();
        if (candidates.Any(member => IsValid(member, value)))
            return;
        foreach (var member in candidates.Length > 0 ? candidates : members)
            member.Validate(value, location.Child(member.Name), errors);
    }

    private static bool IsValid(ValueSchema member, JsonElement value)
    {
        var errors = new FieldErrors();
        member.Validate(value, Location.Body, errors);
        return !errors.HasErrors;
    }
}
