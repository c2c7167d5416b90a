using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Adapters.Schemas;

/// <summary>A random legal JSON schema with keywords of draft 4 to draft 2020-12. The same seed creates the same schema.</summary>
internal sealed class RandomSchema
{
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private static readonly Func<RandomSchema, int, (string Name, JsonNode? Value)>[] Keywords =
    [
        (_, _) => ("$schema", "https://json-schema.org/draft/2020-12/schema"),
        (random, _) => ("$id", $"urn:{random.Next(3)}"),
        (random, _) => ("$ref", random.Pick("#", "#/$defs/p0", "#/properties/p1", "#anchor", "urn:1", "https://example.com/schema")),
        (random, _) => ("$comment", random.Name()),
        (random, _) => ("title", random.Name()),
        (random, _) => ("description", random.Name()),
        (random, _) => ("type", random.Pick(Types)),
        (random, _) => ("type", new JsonArray("null", random.Pick("object", "array", "string"))),
        (random, _) => ("enum", new JsonArray(random.Value(), random.Value())),
        (random, _) => ("const", random.Value()),
        (random, _) => ("default", random.Value()),
        (random, _) => ("examples", new JsonArray(random.Value())),
        (random, _) => ("format", random.Pick("date-time", "uuid", "made-up")),
        (random, _) => ("pattern", "^[a-z]+$"),
        (random, _) => ("minLength", random.Next(5)),
        (random, _) => ("minimum", random.Next(5)),
        (random, _) => ("exclusiveMinimum", random.Next(5)),
        (random, _) => ("exclusiveMaximum", random.Next(2) == 0),
        (random, _) => ("required", new JsonArray("p0", "p1")),
        (_, _) => ("minProperties", 1),
        (_, _) => ("uniqueItems", true),
        (_, _) => ("x-unknown", new JsonObject { ["type"] = 5, ["items"] = new JsonArray(1) }),
        (_, _) => ("dependentRequired", new JsonObject { ["p0"] = new JsonArray("p1") }),
        (random, depth) => ("dependencies", new JsonObject { ["p0"] = new JsonArray("p1"), ["p1"] = random.Schema(depth) }),
        (random, depth) => ("properties", random.Schemas(depth)),
        (random, depth) => ("patternProperties", random.Schemas(depth)),
        (random, depth) => ("dependentSchemas", random.Schemas(depth)),
        (random, depth) => ("$defs", random.Schemas(depth)),
        (random, depth) => ("definitions", random.Schemas(depth)),
        (random, depth) => (random.Pick("anyOf", "oneOf", "allOf", "prefixItems", "items"), random.List(depth)),
        (random, depth) => (random.Pick("items", "additionalItems", "unevaluatedItems", "contains", "contentSchema"), random.Schema(depth)),
        (random, depth) => (random.Pick("additionalProperties", "unevaluatedProperties", "propertyNames"), random.Schema(depth)),
        (random, depth) => (random.Pick("not", "if", "then", "else"), random.Schema(depth)),
    ];

    private readonly Random _random;

    private RandomSchema(int seed) => _random = new(seed);

    /// <summary>Creates a schema of an object, as for the parameters of a function.</summary>
    public static JsonElement Create(int seed)
    {
        var random = new RandomSchema(seed);
        var schema = random.Object(depth: 4);
        schema["type"] = "object";
        return JsonElement.Parse(schema.ToJsonString());
    }

    /// <summary>Creates a schema like that of a data type. It can be strict unless one of its subschemas has random keywords.</summary>
    public static JsonElement CreateForData(int seed) =>
        JsonElement.Parse(new RandomSchema(seed).DataObject("object", depth: 3).ToJsonString());

    private JsonNode Data(int depth) => (depth == 0 ? Next(4) : Next(9)) switch
    {
        0 => new JsonObject { ["type"] = "string" },
        1 => new JsonObject { ["type"] = new JsonArray("integer", "null"), ["default"] = Value() },
        2 => new JsonObject { ["enum"] = new JsonArray(Value(), Value()) },
        3 => Next(8) == 0 ? Schema(depth) : new JsonObject { ["$ref"] = "#/$defs/d" },
        4 => new JsonObject { ["type"] = "array", ["items"] = Data(depth - 1) },
        5 => new JsonObject { [Pick("anyOf", "oneOf")] = new JsonArray(Data(depth - 1), Data(depth - 1)) },
        6 => DataObject(new JsonArray("object", "null"), depth - 1),
        _ => DataObject("object", depth - 1),
    };

    private JsonObject DataObject(JsonNode type, int depth) => new()
    {
        ["type"] = type,
        ["properties"] = new JsonObject { ["a"] = Data(depth), ["b"] = Data(depth) },
        ["required"] = new JsonArray("a"),
        ["$defs"] = new JsonObject { ["d"] = Next(4) == 0 ? Data(depth) : new JsonObject { ["type"] = "null" } },
    };

    private JsonNode Schema(int depth) => Next(6) == 0 || depth == 0 ? Next(2) == 0 : Object(depth - 1);

    private JsonObject Object(int depth)
    {
        var schema = new JsonObject();
        for (var count = Next(6); count > 0; count--)
        {
            var (name, value) = Pick(Keywords)(this, depth);
            schema[name] = value;
        }

        return schema;
    }

    // Some property names are also keywords: they must not be processed as keywords.
    private JsonObject Schemas(int depth)
    {
        string[] names = ["p0", "p1", "$id", "$schema", "items", "type", "properties"];
        return new(names.Where(_ => Next(3) == 0).Select(name => KeyValuePair.Create<string, JsonNode?>(name, Schema(depth))));
    }

    private JsonArray List(int depth) => [.. Enumerable.Range(0, 1 + Next(3)).Select(_ => Schema(depth))];

    private JsonNode? Value() => Next(5) switch
    {
        0 => null,
        1 => Next(100),
        2 => new JsonObject { ["type"] = "object", ["$schema"] = "kept", ["items"] = new JsonArray(true) },
        3 => new JsonArray(true, Name()),
        _ => Name(),
    };

    private string Name() => Next(1000).ToString("'größe '0", CultureInfo.InvariantCulture);

    private T Pick<T>(params T[] items) => items[Next(items.Length)];

    private int Next(int maximum) => _random.Next(maximum);
}
