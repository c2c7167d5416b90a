using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Model;

/// <summary>Creates an instance of a JSON schema from the values of a prompt.</summary>
/// <param name="root">The schema. <c>$ref</c> is resolved in it.</param>
/// <param name="promptValues">The values of the prompt. Values that are used are taken from it.</param>
/// <param name="fillOptional">Whether optional properties are filled like required ones.</param>
internal sealed class SchemaFiller(JsonElement root, PromptValues promptValues, bool fillOptional)
{
    /// <summary>The maximum depth of an instance. The schemas of recorded requests are far less deep.</summary>
    private const int MaxDepth = 64;

    private int _depth;

    /// <summary>Creates the instance.</summary>
    /// <exception cref="BudgetExceededException">The instance would be too large.</exception>
    public JsonNode? Fill() => Fill(new SchemaPosition(root, null, [])).Value;

    private FilledValue Fill(SchemaPosition position)
    {
        promptValues.Budget.Spend(GenerationBudget.Value);
        if (_depth == MaxDepth)
            throw new BudgetExceededException($"The schema is too deep for the emulator: it has more than {MaxDepth} levels.");
        _depth++;
        var filled = FillSchema(position);
        _depth--;
        return filled;
    }

    private FilledValue FillSchema(SchemaPosition position)
    {
        if (position.Schema.FindString("$ref") is { } reference)
            return position.FollowedReferences.Contains(reference) ? FilledValue.Cycle : Fill(position.FollowReference(reference, root));
        var schema = position.Schema;
        if (schema.Find("const") is { } constant)
            return FilledValue.FromFallback(constant.ToNode());
        if (schema.Find("enum") is { ValueKind: JsonValueKind.Array } values)
            return FillEnum(values, schema);
        if (schema.FindItems("anyOf").Concat(schema.FindItems("oneOf")).ToArray() is { Length: > 0 } alternatives)
            return FillAnyOf(alternatives, position);
        var filled = SchemaReader.GetSchemaType(schema) switch
        {
            "object" => FillObject(position),
            "array" => FillArray(position),
            _ => FindValue(position) is { } found ? FilledValue.FromPrompt(found) : FilledValue.FromFallback(GetFallback(position)),
        };
        return !filled.IsFromPrompt && SchemaReader.TryGetDefault(schema, out var defaultValue)
            ? FilledValue.FromFallback(defaultValue)
            : filled;
    }

    private JsonNode? FindValue(SchemaPosition position) => SchemaReader.GetSchemaType(position.Schema) switch
    {
        "integer" => NumberFiller.Find(position.Schema, position.PropertyName, promptValues, isInteger: true),
        "number" => NumberFiller.Find(position.Schema, position.PropertyName, promptValues, isInteger: false),
        "boolean" => position.PropertyName is { } name && promptValues.Mentions(name)
            ? JsonValue.Create(!promptValues.IsNegated(name))
            : null,
        "null" => null,
        _ => StringFiller.Find(position.Schema, position.PropertyName, promptValues),
    };

    private JsonNode? GetFallback(SchemaPosition position) => SchemaReader.GetSchemaType(position.Schema) switch
    {
        "null" => null,
        _ when SchemaReader.IsNullable(position.Schema) => null,
        "integer" or "number" => NumberFiller.Fallback(position.Schema),
        "boolean" => JsonValue.Create(position.PropertyName is null || !promptValues.IsNegated(position.PropertyName)),
        _ => StringFiller.Fallback(position.Schema, promptValues),
    };

    /// <summary>Returns the first enum value that the prompt mentions, otherwise the default, otherwise the first enum value.</summary>
    private FilledValue FillEnum(JsonElement values, JsonElement schema)
    {
        if (FindMentioned(values).FirstOrDefault() is { } mentioned)
            return FilledValue.FromPrompt(mentioned);
        return FilledValue.FromFallback(SchemaReader.TryGetDefault(schema, out var defaultValue)
            ? defaultValue
            : values.EnumerateArray().FirstOrDefault().ToNode());
    }

    /// <summary>Fills the first alternative that is not null. Uses the default or null only if the prompt has no value for it.</summary>
    private FilledValue FillAnyOf(JsonElement[] alternatives, SchemaPosition position)
    {
        var nonNull = alternatives.Where(alternative => SchemaReader.GetSchemaType(alternative) != "null").ToArray();
        var filled = nonNull.Length > 0 ? Fill(position with { Schema = nonNull[0] }) : FilledValue.FromFallback(null);
        if (filled.IsFromPrompt)
            return filled;
        if (SchemaReader.TryGetDefault(position.Schema, out var defaultValue))
            return FilledValue.FromFallback(defaultValue);
        return nonNull.Length < alternatives.Length ? FilledValue.FromFallback(null) : filled;
    }

    private FilledValue FillObject(SchemaPosition position)
    {
        var required = position.Schema.FindStrings("required").ToHashSet();
        (position, var properties) = GetProperties(position);
        var filled = new Dictionary<string, FilledValue>();
        // Each value is used once, so the order matters: required properties first, and among them those that the prompt mentions.
        foreach (var property in properties
            .OrderByDescending(property => fillOptional || required.Contains(property.Name))
            .ThenByDescending(property => promptValues.Mentions(property.Name)))
        {
            filled[property.Name] = Fill(position with { Schema = property.Value, PropertyName = property.Name });
        }
        var included = properties.Where(property => required.Contains(property.Name)
            || filled[property.Name].IsFromPrompt
            || (fillOptional && !filled[property.Name].IsCycle));
        var instance = new JsonObject(included.Select(property => KeyValuePair.Create(property.Name, filled[property.Name].Value)));
        return new FilledValue(instance, IsFromPrompt: filled.Values.Any(value => value.IsFromPrompt));
    }

    private FilledValue FillArray(SchemaPosition position)
    {
        if (SchemaReader.GetItemSchema(position.Schema) is not { } itemSchema)
            return FilledValue.FromFallback(new JsonArray());
        var max = (int)Math.Min(position.Schema.FindNumber("maxItems") ?? 16, int.MaxValue);
        var items = itemSchema.Find("enum") is { ValueKind: JsonValueKind.Array } values
            ? FindMentioned(values).Take(max).ToList()
            : FillItems(position, itemSchema, max);
        var isFromPrompt = items.Count > 0;
        while (items.Count < (position.Schema.FindNumber("minItems") ?? 0))
            items.Add(Fill(position with { Schema = itemSchema, PropertyName = null }).Value);
        return new FilledValue(new JsonArray([.. items]), isFromPrompt);
    }

    /// <summary>Fills items until the prompt has no more values for them.</summary>
    private List<JsonNode?> FillItems(SchemaPosition position, JsonElement itemSchema, int max)
    {
        var items = new List<JsonNode?>();
        while (items.Count < max && Fill(position with { Schema = itemSchema, PropertyName = null }) is { IsFromPrompt: true } filled)
            items.Add(filled.Value);
        return items;
    }

    private IEnumerable<JsonNode?> FindMentioned(JsonElement values) => values.EnumerateArray()
        .Where(value => value.ValueKind is JsonValueKind.String or JsonValueKind.Number && promptValues.Mentions(value.ToString()))
        .Select(JsonElementExtensions.ToNode);

    /// <summary>
    /// Returns the properties of an object and of the schemas in its <c>allOf</c>, and the position with the references that were
    /// followed to them.
    /// </summary>
    private (SchemaPosition Position, JsonProperty[] Properties) GetProperties(SchemaPosition position)
    {
        var properties = position.Schema.FindProperties("properties").ToList();
        foreach (var subschema in position.Schema.FindItems("allOf"))
        {
            var target = subschema;
            if (subschema.FindString("$ref") is { } reference)
            {
                if (position.FollowedReferences.Contains(reference))
                    continue;
                var resolved = position.FollowReference(reference, root);
                (target, position) = (resolved.Schema, position with { FollowedReferences = resolved.FollowedReferences });
            }
            properties.AddRange(target.FindProperties("properties"));
        }
        return (position, [.. properties.DistinctBy(property => property.Name)]);
    }
}
