using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model;

public sealed class ToolCallGenerationTests
{
    private const string CitySchema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";
    private const string EmptySchema = """{"type":"object","properties":{}}""";

    [Theory]
    [InlineData("get_weather", "What is the weather in Paris?", true)]
    [InlineData("GetWeather", "What is the weather in Paris?", true)]
    [InlineData("Weather_GetWeather", "How is the weather in Paris?", true)]
    [InlineData("get_current_weather", "weather in Paris, please", true)]
    [InlineData("get_weather", "Please call get_weather for Paris", true)]
    [InlineData("get_weather_forecast", "What is the weather in Paris?", false)]
    [InlineData("get_weather", "What is the capital of France?", false)]
    [InlineData("get_weather", "Hello", false)]
    public async Task Tool_mentioned_in_the_prompt_is_called(string tool, string text, bool isCalled)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(text, WithTools((tool, CitySchema)));

        Assert.Equal(isCalled, response.ToolCalls.Count > 0);
        Assert.Equal(isCalled ? "tool_calls" : "stop", response.FinishReason);
        Assert.Equal(isCalled ? "" : $"You said: \"{text}\".", response.Content);
    }

    [Theory]
    [InlineData("""{"tool_choice":"any"}""", "get_weather")]
    [InlineData("""{"tool_choice":"required"}""", "get_weather")]
    [InlineData("""{"tool_choice":{"type":"function","function":{"name":"get_time"}}}""", "get_time")]
    [InlineData("""{"tool_choice":"none"}""", null)]
    [InlineData("""{"tool_choice":"auto"}""", null)]
    public async Task Tool_choice_decides_when_the_prompt_mentions_no_tool(string choice, string? calledTool)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "Hello", WithTools(("get_weather", EmptySchema), ("get_time", EmptySchema), choice));

        Assert.Equal(calledTool is null ? [] : [$"{calledTool} {{}}"], response.ToolCalls);
    }

    [Fact]
    public async Task Mentioned_tool_is_called_when_any_tool_is_required()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "What time is it?", WithTools(("get_weather", EmptySchema), ("get_time", EmptySchema), """{"tool_choice":"any"}"""));

        Assert.Equal(["get_time {}"], response.ToolCalls);
    }

    [Theory]
    [InlineData("Delete the file", "delete_file {}")]
    [InlineData("Read the file", "read_file {}")]
    [InlineData("And the file?", "read_file {}")]
    public async Task Tool_whose_verb_is_in_the_prompt_is_called(string text, string expectedCall)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(text, WithTools(("read_file", EmptySchema), ("delete_file", EmptySchema)));

        Assert.Equal([expectedCall], response.ToolCalls);
    }

    [Fact]
    public async Task Two_mentioned_tools_are_both_called()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "Weather and time in Paris?", WithTools(("get_weather", CitySchema), ("get_time", CitySchema)));

        Assert.Equal(["""get_weather {"city":"Paris"}""", """get_time {"city":"Paris"}"""], response.ToolCalls);
    }

    [Theory]
    [InlineData("true", """get_weather {"city":"Paris"}|get_weather {"city":"San Francisco"}""")]
    [InlineData("false", """get_weather {"city":"Paris"}""")]
    public async Task Several_values_for_one_string_parameter_make_several_calls(string parallel, string expectedCalls)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(
            "What is the weather in Paris and in San Francisco?",
            WithTools(("get_weather", CitySchema), $$"""{"parallel_tool_calls":{{parallel}}}"""));

        Assert.Equal(expectedCalls.Split('|'), response.ToolCalls);
    }

    [Theory]
    [InlineData("""{"a":{"type":"integer"},"b":{"type":"integer"}}""", "f 42 and 84", """{"a":42,"b":84}""")]
    [InlineData("""{"a":{"type":"integer"},"b":{"type":"integer"}}""", "f where b is 84 and a is 42", """{"a":42,"b":84}""")]
    [InlineData("""{"a":{"type":"number"}}""", "f -1.5 please", """{"a":-1.5}""")]
    [InlineData("""{"a":{"type":"integer","minimum":10}}""", "f 5", """{"a":10}""")]
    [InlineData("""{"a":{"type":"integer","default":7}}""", "f", """{"a":7}""")]
    [InlineData("""{"a":{"type":"string"}}""", "call f with \"some words\"", """{"a":"some words"}""")]
    [InlineData("""{"a":{"type":"string"}}""", "call f with all that", """{"a":"call f with all that"}""")]
    [InlineData("""{"name":{"type":"string"},"age":{"type":"integer"}}""",
        "f: the name is peter, the age is 61", """{"name":"peter","age":61}""")]
    [InlineData("""{"shopperId":{"type":"string"},"city":{"type":"string"}}""", "f in Rome for shopper id Peter",
        """{"shopperId":"Peter","city":"Rome"}""")]
    [InlineData("""{"title":{"type":"string"},"city":{"type":"string"}}""",
        "f for Dune, the city is Paris", """{"title":"Dune","city":"Paris"}""")]
    [InlineData("""{"title":{"type":"string"},"city":{"type":"string"}}""",
        "f: the city is Paris, see Dune", """{"title":"Dune","city":"Paris"}""")]
    [InlineData("""{"unit":{"enum":["celsius","fahrenheit"]}}""", "f in Fahrenheit", """{"unit":"fahrenheit"}""")]
    [InlineData("""{"unit":{"enum":["celsius","fahrenheit"]}}""", "f", """{"unit":"celsius"}""")]
    [InlineData("""{"urgent":{"type":"boolean"}}""", "f", """{"urgent":true}""")]
    [InlineData("""{"urgent":{"type":"boolean"}}""", "f, it is not urgent", """{"urgent":false}""")]
    [InlineData("""{"items":{"type":"array","items":{"type":"string"}}}""", "f of Milk and Bread", """{"items":["Milk","Bread"]}""")]
    [InlineData("""{"items":{"type":"array","items":{"type":"integer"},"minItems":3}}""", "f 1 2", """{"items":[1,2,0]}""")]
    [InlineData("""{"days":{"type":"array","items":{"enum":["mon","tue","wed"]}}}""", "f on wed and mon", """{"days":["mon","wed"]}""")]
    [InlineData("""{"person":{"$ref":"#/$defs/Person"}}""", "f for Ann, 61", """{"person":{"name":"Ann","age":61}}""")]
    [InlineData("""{"a":{"anyOf":[{"type":"integer"},{"type":"null"}]}}""", "f 3", """{"a":3}""")]
    [InlineData("""{"a":{"anyOf":[{"type":"integer"},{"type":"null"}]}}""", "f", """{"a":null}""")]
    [InlineData("""{"a":{"type":["string","null"]}}""", "f", """{"a":null}""")]
    [InlineData("""{"day":{"type":"string","format":"date"}}""", "f on 2025-02-03", """{"day":"2025-02-03"}""")]
    [InlineData("""{"node":{"$ref":"#/$defs/Node"}}""", "f 1", """{"node":{"value":1}}""")]
    public async Task Required_arguments_are_filled_from_the_prompt(string properties, string text, string arguments)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var required = string.Join(',', JsonNode.Parse(properties)!.AsObject().Select(property => $"\"{property.Key}\""));

        var response = await emulator.PostUserMessageAsync(text, WithTools(("f",
            $$$$"""
            {"type":"object","properties":{{{{properties}}}},"required":[{{{{required}}}}],"$defs":{
              "Person":{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"]},
              "Node":{"type":"object","properties":{"value":{"type":"integer"},"next":{"$ref":"#/$defs/Node"}},"required":["value"]}}}
            """), """{"tool_choice":"any"}"""));

        Assert.Equal([$"f {arguments}"], response.ToolCalls);
    }

    [Theory]
    [InlineData("weather in Paris", """{"city":"Paris"}""")]
    [InlineData("weather in Paris in celsius", """{"city":"Paris","unit":"celsius"}""")]
    [InlineData("weather in Paris, days: 3", """{"city":"Paris","days":3}""")]
    [InlineData("weather in Paris, hourly", """{"city":"Paris","hourly":true}""")]
    public async Task Optional_argument_is_filled_only_when_the_prompt_has_a_value(string text, string arguments)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostUserMessageAsync(text, WithTools(("get_weather",
            """
            {"type":"object","required":["city"],"properties":{
              "city":{"type":"string"},"unit":{"type":"string","enum":["celsius","kelvin"]},
              "days":{"type":"integer"},"hourly":{"type":"boolean"},
              "where":{"type":"object","required":["x"],"properties":{"x":{"type":"integer"}}}}}
            """)));

        Assert.Equal([$"get_weather {arguments}"], response.ToolCalls);
    }

    [Fact]
    public async Task Tool_call_ids_have_nine_alphanumeric_characters_and_are_unique()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var ids = new List<string>();
        for (var turn = 0; turn < 2; turn++)
        {
            var response = await emulator.PostUserMessageAsync("weather in Paris and Rome", WithTools(("get_weather", CitySchema)));
            ids.AddRange(response.Message["tool_calls"]!.AsArray().Select(toolCall => (string)toolCall!["id"]!));
        }

        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches(new Regex("^[a-zA-Z0-9]{9}$"), id));
    }

    [Theory]
    [InlineData("auto", "The tool get_weather returned: sunny The tool f returned: 21")]
    [InlineData("none", "The tool get_weather returned: sunny The tool f returned: 21")]
    [InlineData("any", "")]
    public async Task Tool_results_are_repeated_and_no_tool_is_called_unless_required(string choice, string content)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var request = JsonNode.Parse(WithTools(("get_weather", CitySchema), $$"""{"tool_choice":"{{choice}}"}"""))!;
        request["messages"] = JsonNode.Parse(
            """
            [{"role":"user","content":"weather in Paris"},
             {"role":"assistant","content":"","tool_calls":[
               {"id":"aaaaaaaaa","function":{"name":"get_weather","arguments":"{}"}},
               {"id":"bbbbbbbbb","function":{"name":"get_weather","arguments":{}}}]},
             {"role":"tool","tool_call_id":"aaaaaaaaa","content":"sunny"},
             {"role":"tool","tool_call_id":"bbbbbbbbb","name":"f","content":[{"type":"text","text":"21"}]}]
            """);
        var response = await emulator.PostChatAsync(request.ToJsonString());

        Assert.Equal(content, response.Content);
    }

    private static string WithTools((string Name, string Parameters) tool, string otherFields = "{}") => WithTools([tool], otherFields);

    private static string WithTools(
        (string Name, string Parameters) first, (string Name, string Parameters) second, string otherFields = "{}") =>
        WithTools([first, second], otherFields);

    private static string WithTools((string Name, string Parameters)[] tools, string otherFields)
    {
        var request = JsonNode.Parse(otherFields)!.AsObject();
        request["tools"] = new JsonArray([.. tools.Select(tool => new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool.Name, ["parameters"] = JsonNode.Parse(tool.Parameters) },
        })]);
        return request.ToJsonString();
    }
}
