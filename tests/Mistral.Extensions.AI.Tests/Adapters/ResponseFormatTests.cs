using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed partial class ResponseFormatTests
{
    private const string Closed = """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""";

    [Fact]
    public async Task Text_is_said_where_it_is_asked_for() =>
        JsonAssert.Equal("""{"type":"text"}""", await Format(ChatResponseFormat.Text));

    [Fact]
    public async Task Json_without_a_schema_is_a_json_object() =>
        JsonAssert.Equal("""{"type":"json_object"}""", await Format(ChatResponseFormat.Json));

    [Fact]
    public async Task A_type_becomes_a_strict_schema_without_its_schema_uri() => JsonAssert.Equal(
        """
        {"type":"json_schema","json_schema":{"name":"Person","description":"Somebody.","strict":true,"schema":{
          "type":"object","description":"Somebody.","additionalProperties":false,"required":["name","age","home","friends"],"properties":{
            "name":{"type":"string"},"age":{"type":["integer","null"]},
            "home":{"type":["object","null"],"properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false},
            "friends":{"type":"array","items":{"type":"string"}}}}}}
        """,
        await Format(ChatResponseFormat.ForJsonSchema<Person>(Types.Default.Options)));

    [Fact]
    public async Task A_schema_keeps_its_name_and_description() => JsonAssert.Equal(
        $$"""{"type":"json_schema","json_schema":{"name":"my-name_1","description":"What it is.","strict":true,"schema":{{Closed}} } }""",
        await Format(Schema("""{"type":"object","properties":{"a":{"type":"string"}}}""", "my-name_1", "What it is.")));

    [Theory]
    [InlineData(null, "json_schema")]
    [InlineData("My type (v2)", "My_type__v2_")]
    [InlineData("Größe", "Gr__e")]
    [InlineData("List`1", "List_1")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012345", "a123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_name_is_made_one_the_server_takes(string? name, string expected) =>
        Assert.Equal(expected, (await Format(Schema(Closed, name)))!["json_schema"]!["name"]!.GetValue<string>());

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{}},"b":{"type":"array","items":{"type":"object","properties":{}}}}}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":false}}}""", true)]
    // Names of properties that are keywords elsewhere.
    [InlineData("""{"type":"object","properties":{"additionalProperties":{"type":"boolean"},"type":{"type":"string"},"allOf":{"type":"string"}}}""", true)]
    [InlineData("""{"type":"object","properties":{"default":{"type":"object","additionalProperties":{"type":"string"}}}}""", false)]
    // Values that look like schemas.
    [InlineData("""{"type":"object","properties":{"a":{"default":{"type":"object"},"enum":[{"type":"object"}]}}}""", true)]
    // Dictionaries, in all the places where one can stand.
    [InlineData("""{"type":"object"}""", false)]
    [InlineData("""{"type":"object","additionalProperties":true,"properties":{}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","additionalProperties":{"type":"string"}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":["object","null"]}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"object"}}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"anyOf":[{"type":"null"},{"type":"object"}]}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#/$defs/A"}},"$defs":{"A":{"type":"object"}}}""", false)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{},"patternProperties":{"^x":{"type":"string"}}}}}""", false)]
    // Closed, each of the two would refuse the other's properties.
    [InlineData("""{"type":"object","properties":{"a":{"allOf":[{"properties":{"b":{}}},{"properties":{"c":{}}}]}}}""", false)]
    public async Task A_schema_is_strict_unless_an_object_in_it_cannot_be_closed(string schema, bool strict)
    {
        var sent = (await Format(Schema(schema)))!["json_schema"]!;

        Assert.Equal(strict, sent["strict"]!.GetValue<bool>());
        // What is not strict is not closed either.
        Assert.Equal(strict, sent["schema"]!["additionalProperties"]?.GetValueKind() is JsonValueKind.False);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_callers_word_on_strictness_holds(bool strict)
    {
        var format = Schema("""{"type":"object","properties":{"a":{"type":"string"}}}""");

        var sent = (await Format(format, new() { ["strict"] = strict }))!["json_schema"]!;

        Assert.Equal(strict, sent["strict"]!.GetValue<bool>());
        Assert.Equal(strict, sent["schema"]!.AsObject().ContainsKey("additionalProperties"));
    }

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"string"}}""")]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"type":["object","null"],"properties":{}}""")]
    [InlineData("true")]
    public async Task A_root_that_is_no_object_is_an_error_that_says_what_to_do(string schema)
    {
        var error = await Outgoing.Refusal<ArgumentException>(new ChatOptions { ResponseFormat = Schema(schema) });

        Assert.Contains("object at the root", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_nobody_can_read_is_an_error_that_names_it()
    {
        var error = await Outgoing.Refusal<ArgumentException>(
            new ChatOptions { ResponseFormat = Schema("""{"type":"object","properties":{"a":5}}""", "answer") });

        Assert.Contains("\"answer\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_word_JSON_is_added_only_where_nobody_says_it()
    {
        var silent = await Outgoing.Request([new(ChatRole.User, "List them.")], new() { ResponseFormat = ChatResponseFormat.Json });
        var spoken = await Outgoing.Request([new(ChatRole.User, "List them as Json.")], new() { ResponseFormat = ChatResponseFormat.Json });
        var schema = await Outgoing.Request([new(ChatRole.User, "List them.")], new() { ResponseFormat = Schema(Closed) });

        JsonAssert.Equal("""[{"role":"system","content":"Answer with a JSON object."},{"role":"user","content":"List them."}]""", silent["messages"]);
        JsonAssert.Equal("""[{"role":"user","content":"List them as Json."}]""", spoken["messages"]);
        JsonAssert.Equal("""[{"role":"user","content":"List them."}]""", schema["messages"]);
    }

    private static ChatResponseFormatJson Schema(string schema, string? name = null, string? description = null) =>
        ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), name, description);

    private static Task<System.Text.Json.Nodes.JsonNode?> Format(ChatResponseFormat format, AdditionalPropertiesDictionary? more = null) =>
        Outgoing.Field("response_format", new() { ResponseFormat = format, AdditionalProperties = more });

    [System.ComponentModel.Description("Somebody.")]
    internal sealed record Person(string Name, int? Age, Address? Home, string[] Friends);

    internal sealed record Address(string City);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Person))]
    private sealed partial class Types : JsonSerializerContext;
}
