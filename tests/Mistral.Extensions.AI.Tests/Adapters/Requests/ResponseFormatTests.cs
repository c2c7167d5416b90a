using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

public sealed partial class ResponseFormatTests
{
    private const string ClosedSchema =
        """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""";

    [Fact]
    public async Task Text_format_is_sent_when_set() =>
        JsonAssert.Equal("""{"type":"text"}""", await GetSentFormatAsync(ChatResponseFormat.Text));

    [Fact]
    public async Task Json_format_without_schema_is_sent_as_json_object() =>
        JsonAssert.Equal("""{"type":"json_object"}""", await GetSentFormatAsync(ChatResponseFormat.Json));

    [Fact]
    public async Task Type_is_sent_as_a_strict_schema_without_schema_URI() => JsonAssert.Equal(
        """
        {"type":"json_schema","json_schema":{"name":"Person","description":"A person.","strict":true,"schema":{
          "type":"object","description":"A person.","additionalProperties":false,"required":["name","age","home","friends"],"properties":{
            "name":{"type":"string"},"age":{"type":["integer","null"]},
            "home":{"type":["object","null"],"properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false},
            "friends":{"type":"array","items":{"type":"string"}}}}}}
        """,
        await GetSentFormatAsync(ChatResponseFormat.ForJsonSchema<Person>(TestJsonContext.Default.Options)));

    [Fact]
    public async Task Schema_keeps_name_and_description() => JsonAssert.Equal(
        $$"""
        {"type":"json_schema","json_schema":{"name":"my-name_1","description":"What it is.","strict":true,"schema":{{ClosedSchema}} } }
        """,
        await GetSentFormatAsync(CreateFormat("""{"type":"object","properties":{"a":{"type":"string"}}}""", "my-name_1", "What it is.")));

    [Theory]
    [InlineData(null, "json_schema")]
    [InlineData("My type (v2)", "My_type__v2_")]
    [InlineData("Größe", "Gr__e")]
    [InlineData("List`1", "List_1")]
    [InlineData(
        "a12345678901234567890123456789012345678901234567890123456789012345",
        "a123456789012345678901234567890123456789012345678901234567890123")]
    public async Task Schema_name_is_converted_to_a_valid_name(string? name, string expected) =>
        Assert.Equal(expected, (await GetSentFormatAsync(CreateFormat(ClosedSchema, name)))!["json_schema"]!["name"]!.GetValue<string>());

    [Theory]
    [InlineData(
        """
        {"type":"object","properties":{"a":{"type":"object","properties":{}},
         "b":{"type":"array","items":{"type":"object","properties":{}}}}}
        """,
        true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":false}}}""", true)]
    // Properties whose names are keywords.
    [InlineData(
        """{"type":"object","properties":{"additionalProperties":{"type":"boolean"},"type":{"type":"string"},"allOf":{"type":"string"}}}""",
        true)]
    [InlineData("""{"type":"object","properties":{"default":{"type":"object","additionalProperties":{"type":"string"}}}}""", false)]
    // Values that look like schemas.
    [InlineData("""{"type":"object","properties":{"a":{"default":{"type":"object"},"enum":[{"type":"object"}]}}}""", true)]
    // Each branch of a union gets additionalProperties: false.
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"properties":{"b":{"type":"string"}}}]}}}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","oneOf":[{"properties":{"b":{"const":1}}}]}}}""", true)]
    [InlineData(
        """{"type":"object","properties":{"a":{"anyOf":[{"properties":{}}],"properties":{"b":{"type":"string"}}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/A","properties":{}}},"$defs":{"A":{"type":"null"}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"properties":{}}],"additionalProperties":false}}}""", false)]
    // Keywords that have another meaning with additionalProperties: false, or that servers do not enforce.
    [InlineData("""{"type":"object","properties":{"a":{"not":{"properties":{"b":{"type":"string"}}}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"if":{"properties":{}},"then":{"required":["a"]}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"null"}],"items":{"type":"null"}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":[{"type":"string"}]}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"},"contains":{"const":"b"}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"dependentSchemas":{"a":{"properties":{}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a","b"]}""", false)]
    // Values of any type.
    [InlineData("""{"type":"object","properties":{"a":{}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":true}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array"}}}""", false)]
    // References that cannot be checked.
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"https://example.com/a"}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/B"}},"$defs":{"A":{"type":"string"}}}""", false)]
    // Recursion: with all properties required, a finite value must exist.
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#"}}}}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"$ref":"#"},{"type":"null"}]}}}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{"$ref":"#"}},"required":["a"]}""", false)]
    [InlineData(
        """
        {"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{
          "A":{"type":"object","properties":{"b":{"$ref":"#/$defs/B"}}},
          "B":{"type":"object","properties":{"a":{"anyOf":[{"$ref":"#/$defs/A"},{"type":"string"}]}}}}}
        """,
        true)]
    // Objects with arbitrary properties, at every position in a schema.
    [InlineData("""{"type":"object"}""", false)]
    [InlineData("""{"type":"object","additionalProperties":true,"properties":{}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":{"type":"string"}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":["object","null"]}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"object"}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"type":"object"}]}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"object"}}}""", false)]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"object","properties":{},"patternProperties":{"^x":{"type":"string"}}}}}""", false)]
    // With additionalProperties: false, each of the two schemas would reject the properties of the other.
    [InlineData("""{"type":"object","properties":{"a":{"allOf":[{"properties":{"b":{}}},{"properties":{"c":{}}}]}}}""", false)]
    public async Task Schema_is_strict_unless_its_objects_cannot_be_closed(string schema, bool strict)
    {
        var sent = (await GetSentFormatAsync(CreateFormat(schema)))!["json_schema"]!;

        Assert.Equal(strict, sent["strict"]!.GetValue<bool>());
        // additionalProperties: false is added only to strict schemas.
        Assert.Equal(strict, sent["schema"]!["additionalProperties"]?.GetValueKind() is JsonValueKind.False);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Strict_flag_in_AdditionalProperties_overrides_the_default(bool strict)
    {
        var format = CreateFormat("""{"type":"object","properties":{"a":{"type":"string"}}}""");

        var sent = (await GetSentFormatAsync(format, new() { ["strict"] = strict }))!["json_schema"]!;

        Assert.Equal(strict, sent["strict"]!.GetValue<bool>());
        Assert.Equal(strict, sent["schema"]!.AsObject().ContainsKey("additionalProperties"));
    }

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"string"}}""")]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":["object","null"],"properties":{}}""")]
    [InlineData("true")]
    public async Task Schema_without_object_at_the_root_throws_with_advice(string schema)
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            new ChatOptions { ResponseFormat = CreateFormat(schema) });

        Assert.Contains("object at the root", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_deeper_than_the_default_limit_of_the_JSON_reader_is_mapped_completely()
    {
        var json = """{"type":"string"}""";
        for (var depth = 0; depth < 100; depth++)
            json = $$"""{"type":"object","properties":{"a":{{json}} } }""".Replace(" ", "", StringComparison.Ordinal);
        var format = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(json, new() { MaxDepth = 300 }));

        Assert.Equal(json, format.ToResponseFormat(strict: false).JsonSchema!.Schema.GetRawText());
    }

    [Fact]
    public async Task Invalid_schema_throws_and_is_named()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            new ChatOptions { ResponseFormat = CreateFormat("""{"type":"object","properties":{"a":5}}""", "answer") });

        Assert.Contains("\"answer\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_instruction_is_added_only_when_no_schema_is_set_and_no_message_mentions_JSON()
    {
        var withoutJson = await SentRequests.GetAsync(
            [new(ChatRole.User, "List them.")], new() { ResponseFormat = ChatResponseFormat.Json });
        var withJson = await SentRequests.GetAsync(
            [new(ChatRole.User, "List them as Json.")], new() { ResponseFormat = ChatResponseFormat.Json });
        var withSchema = await SentRequests.GetAsync(
            [new(ChatRole.User, "List them.")], new() { ResponseFormat = CreateFormat(ClosedSchema) });

        JsonAssert.Equal(
            """[{"role":"system","content":"Answer with a JSON object."},{"role":"user","content":"List them."}]""",
            withoutJson["messages"]);
        JsonAssert.Equal("""[{"role":"user","content":"List them as Json."}]""", withJson["messages"]);
        JsonAssert.Equal("""[{"role":"user","content":"List them."}]""", withSchema["messages"]);
    }

    private static ChatResponseFormatJson CreateFormat(string schema, string? name = null, string? description = null) =>
        ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), name, description);

    private static Task<JsonNode?> GetSentFormatAsync(
        ChatResponseFormat format, AdditionalPropertiesDictionary? additionalProperties = null) =>
        SentRequests.GetFieldAsync("response_format", new() { ResponseFormat = format, AdditionalProperties = additionalProperties });

    [System.ComponentModel.Description("A person.")]
    internal sealed record Person(string Name, int? Age, Address? Home, string[] Friends);

    internal sealed record Address(string City);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Person))]
    private sealed partial class TestJsonContext : JsonSerializerContext;
}
