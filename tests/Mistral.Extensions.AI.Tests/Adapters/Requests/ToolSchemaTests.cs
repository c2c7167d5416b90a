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
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema"}""", """{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"object"}""", """{"type":"object","properties":{}}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"type":"object","properties":{"a":{"type":"string"}}}""")]
    // $schema and $ID are removed at every level, because they cost tokens and have no effect.
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
    // $ID is kept if a reference names it, or is relative to it.
    [InlineData(
        """{"$id":"https://a.b/c","type":"object","properties":{"a":{"$ref":"https://a.b/c"}}}""",
        """{"$id":"https://a.b/c","type":"object","properties":{"a":{"$ref":"https://a.b/c"}}}""")]
    [InlineData(
        """{"type":"object","properties":{"a":{"$id":"urn:a","items":{"$ref":"#/$defs/A"},"$defs":{"A":{}}}}}""",
        """{"type":"object","properties":{"a":{"$id":"urn:a","items":{"$ref":"#/$defs/A"},"$defs":{"A":{}}}}}""")]
    [InlineData(
        """{"$id":"urn:a","type":"object","properties":{"a":{"$ref":"#/properties/b"},"b":{}}}""",
        """{"type":"object","properties":{"a":{"$ref":"#/properties/b"},"b":{}}}""")]
    // Properties with these names are kept.
    [InlineData(
        """{"type":"object","properties":{"$id":{"type":"string"},"$schema":{"type":"string","default":{"$id":"x"}}}}""",
        """{"type":"object","properties":{"$id":{"type":"string"},"$schema":{"type":"string","default":{"$id":"x"}}}}""")]
    // Boolean schemas.
    [InlineData(
        """
        {"type":"object","properties":{"a":true,"b":{"type":"array","items":true}},"additionalProperties":true,"definitions":{"C":true}}
        """,
        """{"type":"object","properties":{"a":{},"b":{"type":"array","items":{}}},"additionalProperties":true,"definitions":{"C":{}}}""")]
    [InlineData(
        """{"type":"object","properties":{"a":false,"b":{"not":true}},"unevaluatedProperties":false}""",
        """{"type":"object","properties":{"a":{"not":{}},"b":{"not":{}}},"unevaluatedProperties":false}""")]
    // Tuples of draft 4 to 2019-09, and of draft 2020-12.
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"array","items":[{"type":"string"},true],"additionalItems":false}}}""",
        """{"type":"object","properties":{"a":{"type":"array","items":[{"type":"string"},{}],"additionalItems":false}}}""")]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"string","$schema":"x"}],"items":false}}}""",
        """{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"string"}],"items":{"not":{}}}}}""")]
    // "dependencies" contains schemas and lists of properties.
    [InlineData(
        """{"type":"object","properties":{},"dependencies":{"a":["b"],"c":{"$schema":"x","required":["d"]}}}""",
        """{"type":"object","properties":{},"dependencies":{"a":["b"],"c":{"required":["d"]}}}""")]
    // A keyword that occurs twice.
    [InlineData("""{"type":"string","type":"object","properties":{}}""", """{"type":"object","properties":{}}""")]
    // An object or null.
    [InlineData("""{"type":["object","null"],"properties":{}}""", """{"type":["object","null"],"properties":{}}""")]
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
        {"type":"object","additionalProperties":false,"required":["a","c"],"properties":{
          "a":{"type":"object","properties":{"b":{"type":"string"}},"required":["b"],"additionalProperties":false},
          "c":{"type":"array","items":{"type":["object","null"],"properties":{},"additionalProperties":false}}}}
        """)]
    [InlineData(
        """
        {"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},
         "$defs":{"A":{"type":"object","properties":{"d":{"$ref":"#/$defs/A/$defs/D"}},"$defs":{"D":{"type":"object","properties":{}}}}}}
        """,
        """
        {"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"required":["a"],"additionalProperties":false,"$defs":{
          "A":{"type":"object","properties":{"d":{"$ref":"#/$defs/A/$defs/D"}},"required":["d"],"additionalProperties":false,"$defs":{
            "D":{"type":"object","properties":{},"additionalProperties":false}}}}}
        """)]
    // Each branch of a union is closed. With additionalProperties: false at its root, a union would accept no properties.
    [InlineData(
        """
        {"anyOf":[{"type":"object","properties":{"a":{"type":"string"}}},
                  {"properties":{"b":{"const":1},"c":{"type":"null"}},"required":["b"]}]}
        """,
        """
        {"type":"object","anyOf":[
          {"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false},
          {"properties":{"b":{"const":1},"c":{"type":"null"}},"required":["b","c"],"additionalProperties":false}]}
        """)]
    public async Task Strict_schema_is_closed_and_requires_all_properties(string schema, string expected) =>
        JsonAssert.Equal(expected, await GetSentParametersAsync(schema, strict: true));

    [Fact]
    public async Task Optional_parameters_of_a_method_are_required_in_a_strict_schema_and_accept_what_the_model_sends()
    {
        var weather = AIFunctionFactory.Create((string city, int days = 3) => $"{city} {days}", "look");

        var sent = await SentRequests.GetFieldAsync(
            "tools", new() { Tools = [weather], AdditionalProperties = new() { ["strict"] = true } });
        var result = await weather.InvokeAsync(
            new() { ["city"] = JsonElement.Parse("\"Rome\""), ["days"] = JsonElement.Parse("3") }, TestContext.Current.CancellationToken);

        JsonAssert.Equal("""
            {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","default":3}},
             "required":["city","days"],"additionalProperties":false}
            """, sent![0]!["function"]!["parameters"]);
        Assert.Equal("Rome 3", result?.ToString());
    }

    [Theory]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":["string","null"]}""")]
    [InlineData("""{"type":"object","properties":{"a":5}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"items":[{},null]}}}""")]
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
