using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>Functions as tools: what the model is told of them, how strictly, and whether it must call them.</summary>
public sealed class FunctionToolTests
{
    private const string City = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

    [Fact]
    public async Task A_method_becomes_a_function_with_a_schema()
    {
        var weather = AIFunctionFactory.Create((string city, int days = 3) => $"{city} {days}", "get_weather", "The weather.");

        JsonAssert.Equal("""
            [{"type":"function","function":{"name":"get_weather","description":"The weather.","parameters":{
              "type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","default":3}},"required":["city"]}}}]
            """, await Outgoing.Field("tools", new() { Tools = [weather] }));
    }

    [Fact]
    public async Task A_method_without_parameters_has_an_empty_object_of_them()
    {
        var now = AIFunctionFactory.Create(() => "now", "get_time");

        JsonAssert.Equal(
            """[{"type":"function","function":{"name":"get_time","parameters":{"type":"object","properties":{}}}}]""",
            await Outgoing.Field("tools", new() { Tools = [now] }));
    }

    [Fact]
    public async Task A_declaration_nobody_here_can_call_is_a_function_like_any_other() => JsonAssert.Equal(
        $$"""[{"type":"function","function":{"name":"get_weather","description":"The weather.","parameters":{{City}} } }]""",
        await Outgoing.Field("tools", new() { Tools = [Declare("get_weather", City, "The weather.")] }));

    [Theory]
    [InlineData("""{"type":"object","properties":{"labels":{"type":"object"}},"additionalProperties":{"type":"string"}}""")]
    [InlineData("""{"type":"object","properties":{"labels":{"type":"object","additionalProperties":{"type":"string"}}}}""")]
    public async Task A_function_that_takes_a_dictionary_is_offered_without_strictness(string schema)
    {
        var function = AIFunctionFactory.CreateDeclaration("tag", "", JsonElement.Parse(schema));

        var sent = await Outgoing.Field("tools", new() { Tools = [function], AdditionalProperties = new() { ["strict"] = true } });

        JsonAssert.Equal($$"""[{"type":"function","function":{"name":"tag","parameters":{{schema}} } }]""", sent);
    }

    [Fact]
    public async Task A_function_that_says_strict_is_strict_and_closed()
    {
        var strict = AIFunctionFactory.Create((string city) => city, new AIFunctionFactoryOptions
        {
            Name = "get_weather",
            AdditionalProperties = new Dictionary<string, object?> { ["strict"] = true },
        });

        JsonAssert.Equal("""
            [{"type":"function","function":{"name":"get_weather","strict":true,"parameters":{
              "type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}}]
            """, await Outgoing.Field("tools", new() { Tools = [strict] }));
    }

    [Theory]
    [InlineData(null, null, "{}")]
    [InlineData(null, true, """{"strict":true,"additionalProperties":false}""")]
    [InlineData(null, false, """{"strict":false}""")]
    [InlineData(false, true, """{"strict":false}""")]
    [InlineData(true, false, """{"strict":true,"additionalProperties":false}""")]
    public async Task The_functions_own_word_on_strictness_outranks_that_of_the_options(bool? ofFunction, bool? ofOptions, string expected)
    {
        var function = AIFunctionFactory.Create((string city) => city, new AIFunctionFactoryOptions
        {
            Name = "get_weather",
            AdditionalProperties = new Dictionary<string, object?> { ["strict"] = ofFunction },
        });
        var options = new ChatOptions { Tools = [function], AdditionalProperties = new() { ["strict"] = ofOptions } };

        var sent = (await Outgoing.Field("tools", options))![0]!["function"]!;

        var wanted = JsonElement.Parse(expected);
        Assert.Equal(wanted.TryGetProperty("strict", out var strict) ? strict.GetBoolean() : null, sent["strict"]?.GetValue<bool>());
        Assert.Equal(wanted.TryGetProperty("additionalProperties", out _), sent["parameters"]!["additionalProperties"]?.GetValue<bool>() is false);
    }

    [Fact]
    public async Task Tools_keep_their_order() => Assert.Equal(
        ["b", "a", "c"],
        (await Outgoing.Field("tools", new() { Tools = [Declare("b"), Declare("a"), Declare("c")] }))!.AsArray()
            .Select(tool => tool!["function"]!["name"]!.GetValue<string>()));

    public static TheoryData<ChatToolMode?, string?> Modes => new()
    {
        { null, null },
        { ChatToolMode.Auto, "\"auto\"" },
        { ChatToolMode.None, "\"none\"" },
        { ChatToolMode.RequireAny, "\"any\"" },
        { ChatToolMode.RequireSpecific("look"), """{"type":"function","function":{"name":"look"}}""" },
    };

    [Theory]
    [MemberData(nameof(Modes), DisableDiscoveryEnumeration = true)]
    public async Task A_tool_mode_is_a_tool_choice(ChatToolMode? mode, string? expected)
    {
        var request = (await Outgoing.Request(new ChatOptions { Tools = [Declare("look")], ToolMode = mode })).AsObject();

        Assert.Equal(expected is not null, request.TryGetPropertyValue("tool_choice", out var choice));
        if (expected is not null)
            JsonAssert.Equal(expected, choice);
    }

    [Fact]
    public async Task Servers_made_after_OpenAIs_are_told_required()
    {
        var request = await Outgoing.Request(
            [new(ChatRole.User, "Hi")],
            new() { Tools = [Declare("look")], ToolMode = ChatToolMode.RequireAny },
            options => options.ChatRules = ChatRules.OpenAICompatible());

        Assert.Equal("required", request["tool_choice"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_required_function_that_is_no_tool_is_an_error()
    {
        var error = await Outgoing.Refusal<ArgumentException>(
            new ChatOptions { Tools = [Declare("look")], ToolMode = ChatToolMode.RequireSpecific("listen") });

        Assert.Contains("\"listen\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parallel_calls_are_allowed_or_not_in_either_word(bool allowed)
    {
        var portable = await Outgoing.Field("parallel_tool_calls", new() { Tools = [Declare("look")], AllowMultipleToolCalls = allowed });
        var own = await Outgoing.Field("parallel_tool_calls", new()
        {
            Tools = [Declare("look")],
            AdditionalProperties = new() { ["parallel_tool_calls"] = allowed },
        });

        Assert.Equal((allowed, allowed), (portable?.GetValue<bool>(), own?.GetValue<bool>()));
    }

    [Theory]
    [InlineData("files.read")]
    [InlineData("get weather")]
    [InlineData("größe")]
    [InlineData("a12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_name_Mistral_does_not_take_is_an_error_that_says_so(string name)
    {
        var error = await Outgoing.Refusal<ArgumentException>(new ChatOptions { Tools = [Declare(name)] });

        Assert.Contains($"\"{name}\" is not valid for Mistral", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Plugin_Function")]
    [InlineData("Plugin-Function")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public async Task A_name_Mistral_takes_goes_out_as_it_is(string name) =>
        Assert.Equal(name, (await Outgoing.Field("tools", new() { Tools = [Declare(name)] }))![0]!["function"]!["name"]!.GetValue<string>());

    [Fact]
    public async Task A_null_among_the_tools_is_an_error()
    {
        var error = await Outgoing.Refusal<ArgumentException>(new ChatOptions { Tools = [null!] });

        Assert.Contains("ChatOptions.Tools", error.Message, StringComparison.Ordinal);
    }

    private static AIFunctionDeclaration Declare(string name, string schema = City, string? description = null) =>
        AIFunctionFactory.CreateDeclaration(name, description, JsonElement.Parse(schema));
}
