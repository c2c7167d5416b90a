using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Functions as tools: their definitions, strict schemas and the tool choice.</summary>
public sealed class FunctionToolTests
{
    private const string CitySchema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

    [Fact]
    public async Task Method_is_sent_as_a_function_with_schema()
    {
        var weather = AIFunctionFactory.Create((string city, int days = 3) => $"{city} {days}", "get_weather", "The weather.");

        JsonAssert.Equal("""
            [{"type":"function","function":{"name":"get_weather","description":"The weather.","parameters":{
              "type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","default":3}},"required":["city"]}}}]
            """, await SentRequests.GetFieldAsync("tools", new() { Tools = [weather] }));
    }

    [Fact]
    public async Task Method_without_parameters_is_sent_with_an_empty_object_schema()
    {
        var now = AIFunctionFactory.Create(() => "now", "get_time");

        JsonAssert.Equal(
            """[{"type":"function","function":{"name":"get_time","parameters":{"type":"object","properties":{}}}}]""",
            await SentRequests.GetFieldAsync("tools", new() { Tools = [now] }));
    }

    [Fact]
    public async Task Function_declaration_without_implementation_is_sent_as_a_function() => JsonAssert.Equal(
        $$"""[{"type":"function","function":{"name":"get_weather","description":"The weather.","parameters":{{CitySchema}} } }]""",
        await SentRequests.GetFieldAsync("tools", new() { Tools = [CreateDeclaration("get_weather", CitySchema, "The weather.")] }));

    [Theory]
    [InlineData("""{"type":"object","properties":{"labels":{"type":"object"}},"additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"type":"object","properties":{"labels":{"type":"object","additionalProperties":{"type":"string"}}}}""")]
    public async Task Function_with_dictionary_parameter_is_sent_without_strict(string schema)
    {
        var function = AIFunctionFactory.CreateDeclaration("tag", "", JsonElement.Parse(schema));

        var sent = await SentRequests.GetFieldAsync(
            "tools", new() { Tools = [function], AdditionalProperties = new() { ["strict"] = true } });

        JsonAssert.Equal($$"""[{"type":"function","function":{"name":"tag","parameters":{{schema}} } }]""", sent);
    }

    [Fact]
    public async Task Strict_flag_of_a_function_is_sent_with_the_unchanged_schema_if_the_schema_cannot_be_strict()
    {
        const string Schema = """{"type":"object","properties":{"labels":{"type":"object","additionalProperties":{"type":"string"}}}}""";
        var function = new StrictFunction(JsonElement.Parse(Schema));

        JsonAssert.Equal(
            $$"""[{"type":"function","function":{"name":"tag","strict":true,"parameters":{{Schema}} } }]""",
            await SentRequests.GetFieldAsync("tools", new() { Tools = [function] }));
    }

    [Fact]
    public async Task Function_that_cannot_be_strict_is_logged_with_the_reason()
    {
        var log = new LogCapture();
        var schema = JsonElement.Parse("""{"type":"object","properties":{"a":{"type":"array","prefixItems":[{"type":"string"}]}}}""");

        await SentRequests.GetAsync(
            [new(ChatRole.User, "Hi")],
            new()
            {
                Tools = [AIFunctionFactory.CreateDeclaration("tag", "", schema)],
                AdditionalProperties = new() { ["strict"] = true },
            },
            options => options.LoggerFactory = log);

        Assert.Contains(
            """Debug 20 SchemaNotStrict: The schema "tag" is sent without strict: true, because it uses prefixItems.""",
            log.LibraryEntries);
    }

    [Fact]
    public async Task Strict_function_is_sent_with_a_closed_schema()
    {
        var strict = AIFunctionFactory.Create((string city) => city, new AIFunctionFactoryOptions
        {
            Name = "get_weather",
            AdditionalProperties = new Dictionary<string, object?> { ["strict"] = true },
        });

        JsonAssert.Equal("""
            [{"type":"function","function":{"name":"get_weather","strict":true,"parameters":{
              "type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}}]
            """, await SentRequests.GetFieldAsync("tools", new() { Tools = [strict] }));
    }

    [Theory]
    [InlineData(null, null, "{}")]
    [InlineData(null, true, """{"strict":true,"additionalProperties":false}""")]
    [InlineData(null, false, """{"strict":false}""")]
    [InlineData(false, true, """{"strict":false}""")]
    [InlineData(true, false, """{"strict":true,"additionalProperties":false}""")]
    public async Task Strict_flag_of_the_function_overrides_that_of_the_options(bool? functionStrict, bool? optionsStrict, string expected)
    {
        var function = AIFunctionFactory.Create((string city) => city, new AIFunctionFactoryOptions
        {
            Name = "get_weather",
            AdditionalProperties = new Dictionary<string, object?> { ["strict"] = functionStrict },
        });
        var options = new ChatOptions { Tools = [function], AdditionalProperties = new() { ["strict"] = optionsStrict } };

        var sent = (await SentRequests.GetFieldAsync("tools", options))![0]!["function"]!;

        var expectedJson = JsonElement.Parse(expected);
        Assert.Equal(expectedJson.TryGetProperty("strict", out var strict) ? strict.GetBoolean() : null, sent["strict"]?.GetValue<bool>());
        Assert.Equal(
            expectedJson.TryGetProperty("additionalProperties", out _),
            sent["parameters"]!["additionalProperties"]?.GetValue<bool>() is false);
    }

    [Fact]
    public async Task Tools_keep_their_order()
    {
        var sent = await SentRequests.GetFieldAsync(
            "tools", new() { Tools = [CreateDeclaration("b"), CreateDeclaration("a"), CreateDeclaration("c")] });

        Assert.Equal(["b", "a", "c"], sent!.AsArray().Select(tool => tool!["function"]!["name"]!.GetValue<string>()));
    }

    public static TheoryData<ChatToolMode?, string?> ToolModes => new()
    {
        { null, null },
        { ChatToolMode.Auto, "\"auto\"" },
        { ChatToolMode.None, "\"none\"" },
        { ChatToolMode.RequireAny, "\"any\"" },
        { ChatToolMode.RequireSpecific("look"), """{"type":"function","function":{"name":"look"}}""" },
    };

    [Theory]
    [MemberData(nameof(ToolModes), DisableDiscoveryEnumeration = true)]
    public async Task Tool_mode_is_mapped_to_tool_choice(ChatToolMode? mode, string? expected)
    {
        var request = (await SentRequests.GetAsync(new ChatOptions { Tools = [CreateDeclaration("look")], ToolMode = mode })).AsObject();

        Assert.Equal(expected is not null, request.TryGetPropertyValue("tool_choice", out var choice));
        if (expected is not null)
            JsonAssert.Equal(expected, choice);
    }

    [Fact]
    public async Task Required_tool_mode_is_sent_with_the_configured_tool_choice()
    {
        var request = await SentRequests.GetAsync(
            [new(ChatRole.User, "Hi")],
            new() { Tools = [CreateDeclaration("look")], ToolMode = ChatToolMode.RequireAny },
            options => options.ChatRules.RequiredToolChoice = "required");

        Assert.Equal("required", request["tool_choice"]?.GetValue<string>());
    }

    [Fact]
    public async Task Required_function_that_is_not_among_the_tools_throws()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            new ChatOptions { Tools = [CreateDeclaration("look")], ToolMode = ChatToolMode.RequireSpecific("listen") });

        Assert.Contains("\"listen\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parallel_tool_calls_are_set_by_portable_option_or_additional_property(bool allowed)
    {
        var portable = await SentRequests.GetFieldAsync(
            "parallel_tool_calls", new() { Tools = [CreateDeclaration("look")], AllowMultipleToolCalls = allowed });
        var additional = await SentRequests.GetFieldAsync("parallel_tool_calls", new()
        {
            Tools = [CreateDeclaration("look")],
            AdditionalProperties = new() { ["parallel_tool_calls"] = allowed },
        });

        Assert.Equal((allowed, allowed), (portable?.GetValue<bool>(), additional?.GetValue<bool>()));
    }

    [Theory]
    [InlineData("files.read")]
    [InlineData("get weather")]
    [InlineData("größe")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Invalid_function_name_throws(string name)
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(new ChatOptions { Tools = [CreateDeclaration(name)] });

        Assert.Contains($"\"{name}\" is invalid", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Plugin_Function")]
    [InlineData("Plugin-Function")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task Valid_function_name_is_sent_unchanged(string name)
    {
        var sent = await SentRequests.GetFieldAsync("tools", new() { Tools = [CreateDeclaration(name)] });

        Assert.Equal(name, sent![0]!["function"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Null_tool_throws()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(new ChatOptions { Tools = [null!] });

        Assert.Contains("ChatOptions.Tools", error.Message, StringComparison.Ordinal);
    }

    private static AIFunctionDeclaration CreateDeclaration(string name, string schema = CitySchema, string? description = null) =>
        AIFunctionFactory.CreateDeclaration(name, description, JsonElement.Parse(schema));

    private sealed class StrictFunction(JsonElement schema) : AIFunctionDeclaration
    {
        public override string Name => "tag";

        public override JsonElement JsonSchema => schema;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } =
            new Dictionary<string, object?> { ["strict"] = true };
    }
}
