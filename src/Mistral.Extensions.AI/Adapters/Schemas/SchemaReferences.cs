using System.Text.Json;

namespace Mistral.Extensions.AI.Adapters.Schemas;

/// <summary>The references (<c>$ref</c>) of a JSON schema.</summary>
internal static class SchemaReferences
{
    // Limits the time for a schema with thousands of references. Most schemas need two rounds.
    private const int MaxRounds = 100;

    private static readonly string[] Keywords = ["$ref", "$dynamicRef", "$recursiveRef"];

    /// <summary>Returns the target of a reference to a part of the same document, such as <c>#/$defs/A</c>; null for others.</summary>
    internal static JsonElement? Resolve(string reference, JsonElement root)
    {
        if (reference is not "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
            return null;

        JsonElement? target = root;
        foreach (var part in Uri.UnescapeDataString(reference).Split('/').Skip(1))
            target = target is { } parent ? GetMember(parent, part.Replace("~1", "/").Replace("~0", "~")) : null;

        return target;
    }

    /// <summary>
    /// Determines whether a reference needs the IDs to find its target: it contains an ID, or it is relative to the ID of a subschema.
    /// </summary>
    internal static bool DependOnIds(JsonElement root) =>
        GetReferences(root).Any(reference => !reference.StartsWith('#'))
        || Subschemas.GetSelfAndDescendants(root).Skip(1).Where(HasId).Any(subschema => GetReferences(subschema).Any());

    /// <summary>
    /// Determines whether a finite value exists for each reference of a schema whose properties are all required. If a required property
    /// refers to the object that contains it, only an infinitely deep value would be valid.
    /// </summary>
    internal static bool AreFinite(JsonElement root)
    {
        var unknown = GetReferences(root).Distinct().ToDictionary(reference => reference, reference => Resolve(reference, root));
        var remaining = unknown.Keys.ToList();
        bool IsKnown(string reference) => unknown[reference] is { } target && IsFinite(target, unknown) && unknown.Remove(reference);

        // Each round finds the references whose targets need only references that are known already.
        for (var round = 0; round < MaxRounds && remaining.RemoveAll(IsKnown) > 0; round++)
            remaining.Reverse();
        return remaining.Count == 0;
    }

    private static JsonElement? GetMember(JsonElement parent, string name) => parent.ValueKind switch
    {
        JsonValueKind.Object => parent.TryGetProperty(name, out var member) ? member : null,
        JsonValueKind.Array => int.TryParse(name, out var index) && index >= 0 && index < parent.GetArrayLength() ? parent[index] : null,
        _ => null,
    };

    private static bool IsFinite(JsonElement schema, Dictionary<string, JsonElement?> unknown)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
            return true;

        if (GetReference(schema, "$ref") is { } reference)
            return !unknown.ContainsKey(reference);

        if (SchemaTypes.Get(schema).Any(type => type is not "object"))
            return true;

        return schema.EnumerateObject().All(keyword => keyword.Name switch
        {
            "properties" => Subschemas.Get(keyword).All(property => IsFinite(property, unknown)),
            "anyOf" or "oneOf" => Subschemas.Get(keyword).Any(alternative => IsFinite(alternative, unknown)),
            _ => true,
        });
    }

    private static IEnumerable<string> GetReferences(JsonElement schema) => Subschemas.GetSelfAndDescendants(schema)
        .SelectMany(subschema => Keywords.Select(keyword => GetReference(subschema, keyword))).OfType<string>();

    private static string? GetReference(JsonElement schema, string keyword) =>
        schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty(keyword, out var reference)
            && reference.ValueKind is JsonValueKind.String
                ? reference.GetString()
                : null;

    private static bool HasId(JsonElement schema) => schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty("$id", out _);
}
