using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Makes an instance of a JSON schema from the values of a text.</summary>
/// <param name="root">The document that <c>$ref</c>s point into.</param>
/// <param name="promptValues">The values; what is used up is gone.</param>
/// <param name="fillOptional">Whether optional properties are filled as if they were required.</param>
internal sealed class SchemaFiller(JsonElement root, PromptValues promptValues, bool fillOptional)
{
    public JsonNode? Fill() => Fill(new SchemaPosition(root, null, [])).Value;

    private FilledValue Fill(SchemaPosition position)
    {
        if (position.Schema.FindString("$ref") is { } reference)
            return position.FollowedReferences.Contains(reference) ? FilledValue.Cycle : Fill(position.FollowReference(reference, root));
        var schema = position.Schema;
        if (schema.Find("const") is { } constant)
            return FilledValue.FromFallback(ToNode(constant));
        if (schema.Find("enum") is { } values)
            return FindMentioned(values).FirstOrDefault() is { } mentioned
                ? FilledValue.FromPrompt(mentioned)
                : FilledValue.FromFallback(TryGetDefault(schema, out var usual) ? usual : ToNode(values.EnumerateArray().FirstOrDefault()));
        if (schema.FindItems("anyOf").Concat(schema.FindItems("oneOf")).ToArray() is { Length: > 0 } alternatives)
            return FillAnyOf(alternatives, position);
        var made = GetSchemaType(schema) switch
        {
            "object" => FillObject(position),
            "array" => FillArray(position),
            _ => FindValue(position) is { } found ? FilledValue.FromPrompt(found) : FilledValue.FromFallback(GetFallback(position)),
        };
        return !made.IsFromPrompt && TryGetDefault(schema, out var given) ? FilledValue.FromFallback(given) : made;
    }

    private JsonNode? FindValue(SchemaPosition position) => GetSchemaType(position.Schema) switch
    {
        "integer" => NumberFiller.Find(position.Schema, position.PropertyName, promptValues, isInteger: true),
        "number" => NumberFiller.Find(position.Schema, position.PropertyName, promptValues, isInteger: false),
        "boolean" => position.PropertyName is { } name && promptValues.Mentions(name) ? JsonValue.Create(!promptValues.IsNegated(name)) : null,
        "null" => null,
        _ => StringFiller.Find(position.Schema, position.PropertyName, promptValues),
    };

    private JsonNode? GetFallback(SchemaPosition position) => GetSchemaType(position.Schema) switch
    {
        "null" => null,
        _ when IsNullable(position.Schema) => null,
        "integer" or "number" => NumberFiller.Fallback(position.Schema),
        "boolean" => JsonValue.Create(position.PropertyName is null || !promptValues.IsNegated(position.PropertyName)),
        _ => StringFiller.Fallback(position.Schema, promptValues),
    };

    /// <summary>The first alternative that is not null; null only if the text has nothing for it.</summary>
    private FilledValue FillAnyOf(JsonElement[] alternatives, SchemaPosition position)
    {
        var real = alternatives.Where(alternative => GetSchemaType(alternative) != "null").ToArray();
        var made = real.Length > 0 ? Fill(position with { Schema = real[0] }) : FilledValue.FromFallback(null);
        if (made.IsFromPrompt)
            return made;
        if (TryGetDefault(position.Schema, out var given))
            return FilledValue.FromFallback(given);
        return real.Length < alternatives.Length ? FilledValue.FromFallback(null) : made;
    }

    private FilledValue FillObject(SchemaPosition position)
    {
        var required = position.Schema.FindItems("required").Select(name => name.GetString()!).ToHashSet();
        (position, var properties) = GetProperties(position);
        var made = new Dictionary<string, FilledValue>();
        // Those that must be filled choose first, and among them those the text speaks of.
        foreach (var property in properties
            .OrderByDescending(property => fillOptional || required.Contains(property.Name))
            .ThenByDescending(property => promptValues.Mentions(property.Name)))
        {
            made[property.Name] = Fill(position with { Schema = property.Value, PropertyName = property.Name });
        }
        var kept = properties.Where(property => required.Contains(property.Name)
            || made[property.Name].IsFromPrompt
            || (fillOptional && !made[property.Name].IsCycle));
        var instance = new JsonObject(kept.Select(property => KeyValuePair.Create(property.Name, made[property.Name].Value)));
        return new FilledValue(instance, IsFromPrompt: made.Values.Any(value => value.IsFromPrompt));
    }

    private FilledValue FillArray(SchemaPosition position)
    {
        if (GetItemSchema(position.Schema) is not { } item)
            return FilledValue.FromFallback(new JsonArray());
        var max = (int)(position.Schema.FindNumber("maxItems") ?? 16);
        var items = item.Find("enum") is { } values ? FindMentioned(values).Take(max).ToList() : FillItems(position, item, max);
        var isFromText = items.Count > 0;
        while (items.Count < (position.Schema.FindNumber("minItems") ?? 0))
            items.Add(Fill(position with { Schema = item, PropertyName = null }).Value);
        return new FilledValue(new JsonArray([.. items]), isFromText);
    }

    /// <summary>One item after the other for as long as the text has values for them.</summary>
    private List<JsonNode?> FillItems(SchemaPosition position, JsonElement item, int max)
    {
        var items = new List<JsonNode?>();
        while (items.Count < max && Fill(position with { Schema = item, PropertyName = null }) is { IsFromPrompt: true } made)
            items.Add(made.Value);
        return items;
    }

    private IEnumerable<JsonNode?> FindMentioned(JsonElement values) => values.EnumerateArray()
        .Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number && promptValues.Mentions(value.ToString()))
        .Select(ToNode);

    /// <summary>The properties of an object and of what it consists of, and the place with the references to that.</summary>
    private (SchemaPosition Place, JsonProperty[] Properties) GetProperties(SchemaPosition position)
    {
        var properties = position.Schema.FindProperties("properties").ToList();
        foreach (var part in position.Schema.FindItems("allOf"))
        {
            var target = part;
            if (part.FindString("$ref") is { } reference)
            {
                if (position.FollowedReferences.Contains(reference))
                    continue;
                var through = position.FollowReference(reference, root);
                (target, position) = (through.Schema, position with { FollowedReferences = through.FollowedReferences });
            }
            properties.AddRange(target.FindProperties("properties"));
        }
        return (position, [.. properties.DistinctBy(property => property.Name)]);
    }

    private static JsonElement? GetItemSchema(JsonElement schema) => schema.Find("items") switch
    {
        { ValueKind: JsonValueKind.Array } items => items.GetArrayLength() > 0 ? items[0] : null,
        var items => items,
    };

    private static bool IsNullable(JsonElement schema) => schema.FindItems("type").Any(type => type.ValueEquals("null"));

    private static string GetSchemaType(JsonElement schema) =>
        schema.FindString("type")
        ?? schema.FindItems("type").Select(type => type.GetString()).FirstOrDefault(type => type != "null")
        ?? (schema.Find("properties") is not null || schema.Find("allOf") is not null ? "object" : "string");

    private static bool TryGetDefault(JsonElement schema, out JsonNode? value)
    {
        var isThere = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("default", out _);
        value = isThere ? ToNode(schema.GetProperty("default")) : null;
        return isThere;
    }

    private static JsonNode? ToNode(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(value.GetRawText());

    /// <summary>A schema, the property it is for, and the references that were followed to it.</summary>
    private readonly record struct SchemaPosition(JsonElement Schema, string? PropertyName, ImmutableList<string> FollowedReferences)
    {
        public SchemaPosition FollowReference(string reference, JsonElement root) =>
            this with { Schema = JsonSchemaDraft7.Resolve(reference, root) ?? default, FollowedReferences = FollowedReferences.Add(reference) };
    }

    /// <summary>A value, and whether the text had it: if not, an optional property stays away.</summary>
    private readonly record struct FilledValue(JsonNode? Value, bool IsFromPrompt, bool IsCycle = false)
    {
        /// <summary>A schema inside itself: an instance has to end somewhere.</summary>
        public static readonly FilledValue Cycle = new(null, IsFromPrompt: false, IsCycle: true);

        public static FilledValue FromPrompt(JsonNode? value) => new(value, IsFromPrompt: true);

        public static FilledValue FromFallback(JsonNode? value) => new(value, IsFromPrompt: false);
    }
}
