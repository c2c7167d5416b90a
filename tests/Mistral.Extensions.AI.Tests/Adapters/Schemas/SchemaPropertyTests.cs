using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Schemas;

/// <summary>Every legal JSON schema is sent, tested with random schemas.</summary>
public sealed class SchemaPropertyTests
{
    private const int SchemaCount = 500;

    [Fact]
    public async Task Every_keyword_of_a_schema_is_sent_unless_it_is_documented_as_removed()
    {
        foreach (var seed in Enumerable.Range(0, SchemaCount))
        {
            var schema = RandomSchema.Create(seed);
            var (tool, format) = await GetSentAsync(schema, strict: false);

            Assert.True(JsonNode.DeepEquals(Simplify(schema), Simplify(tool["parameters"]!)), $"Seed {seed}: {schema}");
            Assert.True(JsonNode.DeepEquals(Simplify(schema), Simplify(format["schema"]!)), $"Seed {seed}: {schema}");
        }
    }

    [Fact]
    public async Task Strict_schema_has_only_closed_objects_with_required_properties()
    {
        var strictCount = 0;
        foreach (var seed in Enumerable.Range(0, SchemaCount))
        {
            var schema = RandomSchema.CreateForData(seed);
            var (tool, format) = await GetSentAsync(schema, strict: null);

            var strict = format["strict"]!.GetValue<bool>();
            strictCount += strict ? 1 : 0;
            Assert.Null(tool["strict"]);
            Assert.True(
                strict ? IsClosed(format["schema"]!) : JsonNode.DeepEquals(Simplify(schema), Simplify(format["schema"]!)),
                $"Seed {seed}: {schema}");
        }

        Assert.InRange(strictCount, SchemaCount / 5, SchemaCount * 4 / 5);
    }

    // The documented changes: $schema and $id are removed, boolean schemas and boolean limits converted, and the root completed.
    private static JsonNode? Simplify(JsonNode? node) => node switch
    {
        JsonObject schema => new JsonObject(schema
            .Where(member => member.Key is not ("$schema" or "$id" or "exclusiveMinimum" or "exclusiveMaximum" or "minimum" or "maximum"))
            .Select(member => KeyValuePair.Create(member.Key, Simplify(member.Value)))
            .Where(member => member is not { Key: "properties", Value: JsonObject { Count: 0 } })),
        JsonArray list => new JsonArray([.. list.Select(Simplify)]),
        JsonValue value when value.GetValueKind() is JsonValueKind.True => new JsonObject(),
        JsonValue value when value.GetValueKind() is JsonValueKind.False => new JsonObject { ["not"] = new JsonObject() },
        _ => node?.DeepClone(),
    };

    private static JsonNode? Simplify(JsonElement schema) => Simplify(JsonNode.Parse(schema.GetRawText()));

    private static bool IsClosed(JsonNode? node) => node switch
    {
        JsonObject { } schema when schema["properties"] is JsonObject properties =>
            schema["additionalProperties"]?.GetValueKind() is JsonValueKind.False
            && properties.All(property => IsRequired(schema, property.Key) && IsClosed(property.Value)),
        JsonObject schema => schema.Where(member => member.Key is "items" or "anyOf" or "oneOf").All(member => IsClosed(member.Value)),
        JsonArray list => list.All(IsClosed),
        _ => true,
    };

    private static bool IsRequired(JsonObject schema, string property) =>
        schema["required"]!.AsArray().Any(name => name!.GetValue<string>() == property);

    private static async Task<(JsonNode Tool, JsonNode Format)> GetSentAsync(JsonElement schema, bool? strict)
    {
        var request = await SentRequests.GetAsync(new ChatOptions
        {
            Tools = [AIFunctionFactory.CreateDeclaration("look", null, schema)],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema),
            AdditionalProperties = new() { ["strict"] = strict },
        });
        return (request["tools"]![0]!["function"]!, request["response_format"]!["json_schema"]!);
    }
}
