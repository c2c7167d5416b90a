using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Parameter schemas of schema generators and MCP servers are converted to schemas that Mistral accepts.</summary>
public sealed class ToolSchemaTests
{
    [Theory]
    // No parameters.
    [InlineData("{}", """{"type":"object","properties":{}}""")]
    [InlineData("true", """{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"object"}""", """{"type":"object","properties":{}}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"type":"object","properties":{"a":{"type":"string"}}}""")]
    // $schema and $ID are removed at every level, because the server cannot compile them.
    [InlineData(
        """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:a","type":"object",
         "properties":{"a":{"$id":"urn:b","type":"string"}}}
        """,
        """{"type":"object","properties":{"a":{"type":"string"}}}""")]
    [InlineData(
        """
        {"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},
         "$defs":{"A":{"$id":"urn:a","$schema":"x","type":"object","properties":{"b":{"$id":"urn:b"}}}}}
        """,
        """{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"object","properties":{"b":{}}}}}""")]
    // Properties with these names are kept.
    [InlineData(
        """{"type":"object","properties":{"$id":{"type":"string"},"$schema":{"type":"string","default":{"$id":"x"}}}}""",
        """{"type":"object","properties":{"$id":{"type":"string"},"$schema":{"type":"string","default":{"$id":"x"}}}}""")]
    // Boolean schemas.
    [InlineData(
        """
        {"type":"object","properties":{"a":true,"b":{"type":"array","items":true}},"additionalProperties":true,"definitions":{"C":true}}
        """,
        """{"type":"object","properties":{"a":{},"b":{"type":"array","items":{}}},"additionalProperties":{},"definitions":{"C":{}}}""")]
    // Boolean exclusive limits, as in draft 4.
    [InlineData(
        """
        {"type":"object","properties":{"a":{"type":"number","minimum":0,"exclusiveMinimum":true},
         "b":{"type":"number","maximum":9,"exclusiveMaximum":false}}}
        """,
        """{"type":"object","properties":{"a":{"type":"number","exclusiveMinimum":0},"b":{"type":"number","maximum":9}}}""")]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":9}}}""",
        """{"type":"object","properties":{"a":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":9}}}""")]
    // Unions and references are kept. "type": "object" is added at the root.
    [InlineData(
        """{"anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":{"type":"string"}}}]}""",
        """{"type":"object","anyOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"b":{"type":"string"}}}]}""")]
    [InlineData(
        """{"$ref":"#/$defs/A","$defs":{"A":{"type":"object","properties":{"next":{"$ref":"#/$defs/A"}}}}}""",
        """{"type":"object","$ref":"#/$defs/A","$defs":{"A":{"type":"object","properties":{"next":{"$ref":"#/$defs/A"}}}}}""")]
    // Unknown keywords.
    [InlineData(
        """{"type":"object","properties":{"a":{"type":["string","null"],"format":"date","x-new":{"y":[1]}}},"minProperties":1}""",
        """{"type":"object","properties":{"a":{"type":["string","null"],"format":"date","x-new":{"y":[1]}}},"minProperties":1}""")]
    public async Task Parameter_schema_is_converted_to_a_supported_schema(string schema, string expected) =>
        JsonAssert.Equal(expected, await GetSentParametersAsync(schema));

    [Theory]
    [InlineData("{}", """{"type":"object","properties":{},"additionalProperties":false}""")]
    [InlineData(
        """
        {"type":"object","properties":{"a":{"type":"object","properties":{"b":{"type":"string"}}},
         "c":{"type":"array","items":{"type":["object","null"],"properties":{}}}}}
        """,
        """
        {"type":"object","additionalProperties":false,"properties":{
          "a":{"type":"object","properties":{"b":{"type":"string"}},"additionalProperties":false},
          "c":{"type":"array","items":{"type":["object","null"],"properties":{},"additionalProperties":false}}}}
        """)]
    [InlineData(
        """
        {"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},
         "$defs":{"A":{"type":"object","properties":{"d":{"$ref":"#/$defs/D"}},"$defs":{"D":{"type":"object","properties":{}}}}}}
        """,
        """
        {"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"additionalProperties":false,"$defs":{
          "A":{"type":"object","properties":{"d":{"$ref":"#/$defs/D"}},"additionalProperties":false,"$defs":{
            "D":{"type":"object","properties":{},"additionalProperties":false}}}}}
        """)]
    // With additionalProperties: false at its root, a union would accept no properties.
    [InlineData(
        """{"anyOf":[{"type":"object","properties":{"a":{"type":"string"}}}]}""",
        """{"type":"object","anyOf":[{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}]}""")]
    public async Task Strict_schema_has_additionalProperties_false_on_every_object_with_properties(string schema, string expected) =>
        JsonAssert.Equal(expected, await GetSentParametersAsync(schema, strict: true));

    [Fact]
    public async Task Optional_parameters_stay_optional_in_a_strict_schema() => JsonAssert.Equal(
        """{"type":"object","properties":{"a":{},"b":{}},"required":["a"],"additionalProperties":false}""",
        await GetSentParametersAsync("""{"type":"object","properties":{"a":{},"b":{}},"required":["a"]}""", strict: true));

    [Theory]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":["object","null"]}""")]
    [InlineData("5")]
    [InlineData("[]")]
    public async Task Parameter_schema_that_is_not_an_object_throws_and_names_the_tool(string schema)
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(new ChatOptions { Tools = [CreateDeclaration(schema)] });

        Assert.Contains("The parameters schema of tool \"look\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_can_be_strict_in_one_request_and_not_in_the_next()
    {
        // The transformed schemas are cached, separately for strict and lenient.
        AITool look = CreateDeclaration("""{"type":"object","properties":{}}""");

        var strict = await SentRequests.GetFieldAsync(
            "tools", new() { Tools = [look], AdditionalProperties = new() { ["strict"] = true } });
        var lenient = await SentRequests.GetFieldAsync("tools", new() { Tools = [look] });

        Assert.False(strict![0]!["function"]!["parameters"]!["additionalProperties"]!.GetValue<bool>());
        Assert.Null(lenient![0]!["function"]!["parameters"]!["additionalProperties"]);
    }

    private static AIFunctionDeclaration CreateDeclaration(string schema) =>
        AIFunctionFactory.CreateDeclaration("look", null, JsonElement.Parse(schema));

    private static async Task<JsonNode> GetSentParametersAsync(string schema, bool? strict = null)
    {
        var options = new ChatOptions { Tools = [CreateDeclaration(schema)], AdditionalProperties = new() { ["strict"] = strict } };
        return (await SentRequests.GetFieldAsync("tools", options))![0]!["function"]!["parameters"]!;
    }
}
