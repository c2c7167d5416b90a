using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Conversations;

public sealed class HostedToolTests
{
    private const string Search = """{"type":"web_search"}""";

    [Fact]
    public async Task Web_search_finds_the_added_result_and_cites_it()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddSearchResult("Stock markets", "https://a.b/stocks", "Stocks fell on Monday.");
        emulator.Server.AddSearchResult("UEFA Euro 2024", "https://a.b/euro", "Spain won the European Football Cup in 2024.");

        var response = await emulator.StartWithToolsAsync("Who won the European Football Cup?", Search);

        Assert.Equal(["tool.execution", "message.output"], response.OutputTypes());
        JsonAssert.Equal("""{"query":"Who won the European Football Cup?"}""",
            JsonNode.Parse((string)response.Outputs()[0]!["arguments"]!));
        JsonAssert.Equal(
            """
            [{"type":"text","text":"The web search found: Spain won the European Football Cup in 2024."},
             {"type":"tool_reference","tool":"web_search","title":"UEFA Euro 2024","url":"https://a.b/euro",
              "description":"Spain won the European Football Cup in 2024."}]
            """,
            response.Outputs()[1]!["content"]);
        var usage = response.Json["usage"]!;
        JsonAssert.Equal("""{"web_search":1}""", usage["connectors"]);
        Assert.Equal(
            (int)usage["prompt_tokens"]! + (int)usage["completion_tokens"]! + (int)usage["connector_tokens"]!,
            (int)usage["total_tokens"]!);
    }

    [Fact]
    public async Task Web_search_without_a_match_has_a_default_result()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartWithToolsAsync("Search the web for cats", Search);

        Assert.Equal("The web search found: The emulator has no search result for \"Search the web for cats\".", response.OutputText());
        Assert.Equal("Emulated search result", (string?)response.Outputs()[1]!["content"]![1]!["title"]);
    }

    [Theory]
    [InlineData("Hello", "{}")]
    [InlineData("Search the web", """{"completion_args":{"tool_choice":"none"}}""")]
    public async Task Tool_is_not_called_without_a_reason(string text, string fields)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var request = JsonNode.Parse(fields)!;
        request["tools"] = JsonNode.Parse($"[{Search}]");

        var response = await emulator.StartAsync(text, request.ToJsonString());

        Assert.Equal(["message.output"], response.OutputTypes());
    }

    [Fact]
    public async Task Required_tool_choice_calls_the_first_tool()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartAsync("Hello",
            """{"tools":[{"type":"image_generation"},{"type":"web_search"}],"completion_args":{"tool_choice":"any"}}""");

        Assert.Equal("image_generation", (string?)response.Outputs()[0]!["name"]);
        Assert.Equal(["tool.execution", "message.output"], response.OutputTypes());
    }

    [Theory]
    [InlineData("What is (2 + 3) * 4?", "print((2 + 3) * 4)", "20\n")]
    [InlineData("Calculate 2 ** 10 / 4", "print(2 ** 10 / 4)", "256\n")]
    [InlineData("Run this code", "print(\"Run this code\")", "Run this code\n")]
    [InlineData("```python\nx = 1\nprint(7 % 4)\n```", "x = 1\nprint(7 % 4)", "3\n")]
    [InlineData("What is 1 / 0 + 1?", "print(1 / 0 + 1)", "ZeroDivisionError: division by zero\n")]
    public async Task Code_interpreter_evaluates_arithmetic(string text, string code, string output)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartWithToolsAsync(text, """{"type":"code_interpreter"}""");

        var entry = response.Outputs()[0]!;
        Assert.StartsWith("tool_exec_", (string)entry["id"]!);
        Assert.Equal(code, (string?)entry["info"]!["code"]);
        Assert.Equal(output, (string?)entry["info"]!["code_output"]);
        Assert.Equal($"The code printed: {output.TrimEnd()}", (string?)response.Outputs()[1]!["content"]);
    }

    [Fact]
    public async Task Dates_are_not_arithmetic()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartWithToolsAsync("It was 2025-06-16 or 16/06", """{"type":"code_interpreter"}""");

        Assert.Equal(["message.output"], response.OutputTypes());
    }

    [Theory]
    [InlineData("image_generation", "Draw an orange cat", "image_generated_0")]
    [InlineData("code_interpreter", "Plot a graph", "plot_0.png")]
    public async Task Generated_file_can_be_downloaded(string tool, string text, string fileName)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartWithToolsAsync(text, $$"""{"type":"{{tool}}"}""");

        var chunk = response.Outputs()[1]!["content"]![1]!;
        Assert.Equal("tool_file", (string?)chunk["type"]);
        Assert.Equal(fileName, (string?)chunk["file_name"]);
        Assert.Equal("png", (string?)chunk["file_type"]);
        var content = await emulator.Http.GetByteArrayAsync(
            $"/v1/files/{chunk["file_id"]}/content", TestContext.Current.CancellationToken);
        Assert.Equal("PNG"u8, content.AsSpan(1, 3));
    }

    [Fact]
    public async Task Connector_tool_returns_the_scripted_result()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = emulator.Server.AddConnector("wiki", new ScriptedConnectorTool("ask_question", arguments => $"answer to {arguments}")
        {
            InputSchema = """{"type":"object","properties":{"topic":{"type":"string"}},"required":["topic"]}""",
        });

        foreach (var connectorId in new[] { "wiki", id.ToString() })
        {
            var response = await emulator.StartWithToolsAsync(
                "Ask a question about \"SQLite\"", $$"""{"type":"connector","connector_id":"{{connectorId}}"}""");

            Assert.Equal("ask_question", (string?)response.Outputs()[0]!["name"]);
            Assert.Equal("""The tool ask_question returned: answer to {"topic":"SQLite"}""", response.OutputText());
            JsonAssert.Equal("""{"wiki":1}""", response.Json["usage"]!["connectors"]);
        }
    }

    [Fact]
    public async Task Excluded_connector_tool_is_not_called()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddConnector(
            "wiki", new ScriptedConnectorTool("ask_question", _ => "a"), new ScriptedConnectorTool("read_page", _ => "p"));
        const string Text = "ask_question and read_page";

        var excluded = await emulator.StartWithToolsAsync(Text, Connector("""{"exclude":["read_page"]}"""));
        var included = await emulator.StartWithToolsAsync(Text, Connector("""{"include":["read_page"]}"""));
        var both = await emulator.StartWithToolsAsync(Text, Connector("""{"include":["read_page"],"exclude":["ask_question"]}"""));

        Assert.Equal("The tool ask_question returned: a", excluded.OutputText());
        Assert.Equal("The tool read_page returned: p", included.OutputText());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, both.Status);

        static string Connector(string configuration) =>
            $$"""{"type":"connector","connector_id":"wiki","tool_configuration":{{configuration}}}""";
    }

    [Fact]
    public async Task Unknown_connector_returns_404()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.StartWithToolsAsync("Hello", """{"type":"connector","connector_id":"gmail"}""");

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
        Assert.Equal("""{"detail":"Connector gmail not found"}""", response.Body);
    }

    [Fact]
    public async Task Structured_output_has_the_values_of_tool_results()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddSearchResult("Population", "https://a.b", "Paris has 2102650 inhabitants.");

        var response = await emulator.StartAsync("Search the web for the population of Paris",
            """
            {"tools":[{"type":"web_search"}],"completion_args":{"response_format":{"type":"json_schema","json_schema":{"name":"r",
             "schema":{"type":"object","properties":{"inhabitants":{"type":"integer"} } } } } } }
            """);

        Assert.Equal("""{"inhabitants":2102650}""", response.OutputText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    public async Task Invalid_connector_name_throws(string name)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Throws<ArgumentException>(() => { emulator.Server.AddConnector(name); });
    }
}
