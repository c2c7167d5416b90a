using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Schemas;

/// <summary>Makes an instance of a JSON schema from the values of a text.</summary>
/// <param name="root">The document that <c>$ref</c>s point into.</param>
/// <param name="material">The values; what is used up is gone.</param>
/// <param name="everything">Whether optional properties are filled as if they were required.</param>
internal sealed class SchemaInstance(JsonElement root, Material material, bool everything)
{
    public JsonNode? Create() => Create(new Place(root, null, [])).Value;

    private Made Create(Place place)
    {
        if (place.Schema.FindText("$ref") is { } reference)
            return place.Open.Contains(reference) ? Made.Cycle : Create(place.Through(reference, root));
        var schema = place.Schema;
        if (schema.Find("const") is { } constant)
            return Made.Up(ToNode(constant));
        if (schema.Find("enum") is { } values)
            return Mentioned(values).FirstOrDefault() is { } mentioned
                ? Made.FromText(mentioned)
                : Made.Up(DefaultOf(schema, out var usual) ? usual : ToNode(values.EnumerateArray().FirstOrDefault()));
        if (schema.FindItems("anyOf").Concat(schema.FindItems("oneOf")).ToArray() is { Length: > 0 } alternatives)
            return CreateAny(alternatives, place);
        var made = TypeOf(schema) switch
        {
            "object" => CreateObject(place),
            "array" => CreateArray(place),
            _ => FindValue(place) is { } found ? Made.FromText(found) : Made.Up(Fallback(place)),
        };
        return !made.IsFromText && DefaultOf(schema, out var given) ? Made.Up(given) : made;
    }

    private JsonNode? FindValue(Place place) => TypeOf(place.Schema) switch
    {
        "integer" => Numbers.Find(place.Schema, place.Name, material, whole: true),
        "number" => Numbers.Find(place.Schema, place.Name, material, whole: false),
        "boolean" => place.Name is { } name && material.Mentions(name) ? JsonValue.Create(!material.Denies(name)) : null,
        "null" => null,
        _ => Strings.Find(place.Schema, place.Name, material),
    };

    private JsonNode? Fallback(Place place) => TypeOf(place.Schema) switch
    {
        "null" => null,
        _ when IsNullable(place.Schema) => null,
        "integer" or "number" => Numbers.Fallback(place.Schema),
        "boolean" => JsonValue.Create(place.Name is null || !material.Denies(place.Name)),
        _ => Strings.Fallback(place.Schema, material),
    };

    /// <summary>The first alternative that is not null; null only if the text has nothing for it.</summary>
    private Made CreateAny(JsonElement[] alternatives, Place place)
    {
        var real = alternatives.Where(alternative => TypeOf(alternative) != "null").ToArray();
        var made = real.Length > 0 ? Create(place with { Schema = real[0] }) : Made.Up(null);
        if (made.IsFromText)
            return made;
        if (DefaultOf(place.Schema, out var given))
            return Made.Up(given);
        return real.Length < alternatives.Length ? Made.Up(null) : made;
    }

    private Made CreateObject(Place place)
    {
        var required = place.Schema.FindItems("required").Select(name => name.GetString()!).ToHashSet();
        (place, var properties) = Properties(place);
        var made = new Dictionary<string, Made>();
        // Those that must be filled choose first, and among them those the text speaks of.
        foreach (var property in properties
            .OrderByDescending(property => everything || required.Contains(property.Name))
            .ThenByDescending(property => material.Mentions(property.Name)))
        {
            made[property.Name] = Create(place with { Schema = property.Value, Name = property.Name });
        }
        var kept = properties.Where(property => required.Contains(property.Name)
            || made[property.Name].IsFromText
            || (everything && !made[property.Name].IsCycle));
        var instance = new JsonObject(kept.Select(property => KeyValuePair.Create(property.Name, made[property.Name].Value)));
        return new Made(instance, IsFromText: made.Values.Any(value => value.IsFromText));
    }

    private Made CreateArray(Place place)
    {
        if (Item(place.Schema) is not { } item)
            return Made.Up(new JsonArray());
        var max = (int)(place.Schema.FindNumber("maxItems") ?? 16);
        var items = item.Find("enum") is { } values ? Mentioned(values).Take(max).ToList() : TakeItems(place, item, max);
        var isFromText = items.Count > 0;
        while (items.Count < (place.Schema.FindNumber("minItems") ?? 0))
            items.Add(Create(place with { Schema = item, Name = null }).Value);
        return new Made(new JsonArray([.. items]), isFromText);
    }

    /// <summary>One item after the other for as long as the text has values for them.</summary>
    private List<JsonNode?> TakeItems(Place place, JsonElement item, int max)
    {
        var items = new List<JsonNode?>();
        while (items.Count < max && Create(place with { Schema = item, Name = null }) is { IsFromText: true } made)
            items.Add(made.Value);
        return items;
    }

    private IEnumerable<JsonNode?> Mentioned(JsonElement values) => values.EnumerateArray()
        .Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number && material.Mentions(value.ToString()))
        .Select(ToNode);

    /// <summary>The properties of an object and of what it consists of, and the place with the references to that.</summary>
    private (Place Place, JsonProperty[] Properties) Properties(Place place)
    {
        var properties = place.Schema.FindProperties("properties").ToList();
        foreach (var part in place.Schema.FindItems("allOf"))
        {
            var target = part;
            if (part.FindText("$ref") is { } reference)
            {
                if (place.Open.Contains(reference))
                    continue;
                var through = place.Through(reference, root);
                (target, place) = (through.Schema, place with { Open = through.Open });
            }
            properties.AddRange(target.FindProperties("properties"));
        }
        return (place, [.. properties.DistinctBy(property => property.Name)]);
    }

    private static JsonElement? Item(JsonElement schema) => schema.Find("items") switch
    {
        { ValueKind: JsonValueKind.Array } items => items.GetArrayLength() > 0 ? items[0] : null,
        var items => items,
    };

    private static bool IsNullable(JsonElement schema) => schema.FindItems("type").Any(type => type.ValueEquals("null"));

    private static string TypeOf(JsonElement schema) =>
        schema.FindText("type")
        ?? schema.FindItems("type").Select(type => type.GetString()).FirstOrDefault(type => type != "null")
        ?? (schema.Find("properties") is not null || schema.Find("allOf") is not null ? "object" : "string");

    private static bool DefaultOf(JsonElement schema, out JsonNode? given)
    {
        var isThere = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("default", out _);
        given = isThere ? ToNode(schema.GetProperty("default")) : null;
        return isThere;
    }

    private static JsonNode? ToNode(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(value.GetRawText());

    /// <summary>A schema, the property it is for, and the references that were followed to it.</summary>
    private readonly record struct Place(JsonElement Schema, string? Name, ImmutableList<string> Open)
    {
        public Place Through(string reference, JsonElement root) =>
            this with { Schema = Draft7.Resolve(reference, root) ?? default, Open = Open.Add(reference) };
    }

    /// <summary>A value, and whether the text had it: if not, an optional property stays away.</summary>
    private readonly record struct Made(JsonNode? Value, bool IsFromText, bool IsCycle = false)
    {
        /// <summary>A schema inside itself: an instance has to end somewhere.</summary>
        public static readonly Made Cycle = new(null, IsFromText: false, IsCycle: true);

        public static Made FromText(JsonNode? value) => new(value, IsFromText: true);

        public static Made Up(JsonNode? value) => new(value, IsFromText: false);
    }
}
