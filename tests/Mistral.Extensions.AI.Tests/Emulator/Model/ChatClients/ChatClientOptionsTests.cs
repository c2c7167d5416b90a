using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>The options that a chat client behind the emulator gets.</summary>
public sealed class ChatClientOptionsTests : IDisposable
{
    private readonly RecordingChatClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Sampling_fields_are_passed_to_the_chat_client()
    {
        var options = await GetOptionsAsync(
            """
            {"temperature":0.25,"top_p":0.5,"max_tokens":17,"stop":["a","b"],"random_seed":42,"presence_penalty":0.75,
             "frequency_penalty":-0.5}
            """);

        Assert.Equal("mistral-small-latest", options.ModelId);
        Assert.Equal(0.25f, options.Temperature);
        Assert.Equal(0.5f, options.TopP);
        Assert.Equal(17, options.MaxOutputTokens);
        Assert.Equal(["a", "b"], options.StopSequences);
        Assert.Equal(42, options.Seed);
        Assert.Equal(0.75f, options.PresencePenalty);
        Assert.Equal(-0.5f, options.FrequencyPenalty);
    }

    [Fact]
    public async Task Options_of_missing_fields_are_null()
    {
        var options = await GetOptionsAsync("{}");

        Assert.Null(options.Temperature);
        Assert.Null(options.MaxOutputTokens);
        Assert.Null(options.StopSequences);
        Assert.Null(options.Seed);
        Assert.Null(options.Tools);
        Assert.Null(options.ToolMode);
        Assert.Null(options.AllowMultipleToolCalls);
        Assert.Null(options.ResponseFormat);
        Assert.Null(options.Reasoning);
        Assert.Null(options.AdditionalProperties);
    }

    [Fact]
    public async Task Single_stop_sequence_is_passed_to_the_chat_client() =>
        Assert.Equal(["END"], (await GetOptionsAsync("""{"stop":"END"}""")).StopSequences);

    [Fact]
    public async Task Functions_are_passed_to_the_chat_client()
    {
        var options = await GetOptionsAsync(
            """
            {"parallel_tool_calls":false,"tools":[
              {"type":"function","function":{"name":"look","description":"Looks.","strict":true,
               "parameters":{"type":"object","properties":{"at":{"type":"string"}},"additionalProperties":false}}},
              {"type":"function","function":{"name":"stop","parameters":{}}}]}
            """);

        var tools = options.Tools!.Cast<AIFunctionDeclaration>().ToArray();
        Assert.Equal(["look", "stop"], tools.Select(tool => tool.Name));
        Assert.Equal(["Looks.", ""], tools.Select(tool => tool.Description));
        Assert.Equal("string", tools[0].JsonSchema.GetProperty("properties").GetProperty("at").GetProperty("type").GetString());
        Assert.Equal(true, tools[0].AdditionalProperties["strict"]);
        Assert.Empty(tools[1].AdditionalProperties);
        Assert.False(options.AllowMultipleToolCalls);
    }

    [Theory]
    [InlineData("\"auto\"", null, false)]
    [InlineData("\"none\"", null, false)]
    [InlineData("\"any\"", null, true)]
    [InlineData("\"required\"", null, true)]
    [InlineData("""{"type":"function","function":{"name":"look"}}""", "look", true)]
    public async Task Tool_choice_is_passed_to_the_chat_client(string choice, string? functionName, bool isRequired)
    {
        var options = await GetOptionsAsync(
            """{"tools":[{"type":"function","function":{"name":"look","parameters":{}}}],"tool_choice":"""
            + choice + "}");

        var required = options.ToolMode as RequiredChatToolMode;
        Assert.Equal(isRequired, required is not null);
        Assert.Equal(functionName, required?.RequiredFunctionName);
        Assert.Equal(choice == "\"none\"", options.ToolMode is NoneChatToolMode);
    }

    [Fact]
    public async Task Hosted_tools_are_not_passed_to_the_chat_client() =>
        Assert.Null((await GetOptionsAsync("""{"tools":[{"type":"image_generation"}]}""")).Tools);

    [Fact]
    public async Task JSON_schema_is_passed_to_the_chat_client()
    {
        const string Schema = """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""";

        var options = await GetOptionsAsync(
            $$$"""
            {"response_format":{"type":"json_schema","json_schema":
              {"schema":{{{Schema}}},"name":"A","description":"An a.","strict":true} } }
            """);

        var format = Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat);
        Assert.Equal("A", format.SchemaName);
        Assert.Equal("An a.", format.SchemaDescription);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(Schema).RootElement, format.Schema!.Value));
        Assert.Equal(true, options.AdditionalProperties!["strict"]);
    }

    [Theory]
    [InlineData("json_object", "json")]
    [InlineData("text", "text")]
    public async Task Response_format_without_schema_is_passed_to_the_chat_client(string type, string expected)
    {
        var options = await GetOptionsAsync($$$"""{"response_format":{"type":"{{{type}}}"}}""");

        Assert.Equal(expected, options.ResponseFormat == ChatResponseFormat.Json ? "json" : "text");
        Assert.NotNull(options.ResponseFormat);
    }

    [Theory]
    [InlineData("none", ReasoningEffort.None, null)]
    [InlineData("high", ReasoningEffort.High, ReasoningOutput.Full)]
    public async Task Reasoning_effort_is_passed_to_the_chat_client(string effort, ReasoningEffort expected, ReasoningOutput? output)
    {
        var options = await GetOptionsAsync($$"""{"model":"mistral-medium-latest","reasoning_effort":"{{effort}}"}""");

        Assert.Equal(expected, options.Reasoning!.Effort);
        Assert.Equal(output, options.Reasoning.Output);
    }

    [Fact]
    public async Task Prompt_mode_asks_for_reasoning()
    {
        var options = await GetOptionsAsync("""{"model":"magistral-medium-latest","prompt_mode":"reasoning"}""");

        Assert.Equal(ReasoningOutput.Full, options.Reasoning!.Output);
        Assert.Equal("reasoning", options.AdditionalProperties!["prompt_mode"]);
    }

    [Fact]
    public async Task Fields_without_an_option_are_additional_properties()
    {
        var options = await GetOptionsAsync(
            """
            {"safe_prompt":true,"prompt_cache_key":"key","service_tier":"auto","metadata":{"a":1},
             "prediction":{"type":"content","content":"p"}}
            """);

        Assert.Equal(
            ["metadata", "prediction", "prompt_cache_key", "safe_prompt", "service_tier"], options.AdditionalProperties!.Keys.Order());
        Assert.Equal(true, options.AdditionalProperties["safe_prompt"]);
        Assert.Equal("key", options.AdditionalProperties["prompt_cache_key"]);
        Assert.Equal(1, ((JsonElement)options.AdditionalProperties["metadata"]!).GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task Each_choice_is_a_request_to_the_chat_client_with_another_seed()
    {
        _client.Respond(new TextContent("A"), Usage(input: 7, output: 2));
        _client.Respond(new TextContent("B"), Usage(input: 7, output: 3));

        var response = await PostAsync("""{"n":2,"random_seed":5}""");

        Assert.Equal([5, 6], _client.Requests.Select(request => (int)request.Options.Seed!));
        Assert.Equal(["A", "B"], response.Json["choices"]!.AsArray().Select(choice => (string?)choice!["message"]!["content"]));
        Assert.Equal([0, 1], response.Json["choices"]!.AsArray().Select(choice => (int)choice!["index"]!));
        Assert.Equal(7, (int)response.Json["usage"]!["prompt_tokens"]!);
        Assert.Equal(5, (int)response.Json["usage"]!["completion_tokens"]!);
    }

    [Theory]
    [InlineData("mistral-small-latest", "llama3.2")]
    [InlineData("mistral-large-latest", null)]
    public async Task Model_ID_that_the_chat_client_gets_can_be_replaced(string model, string? expected)
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions
        {
            ChatClient = _client,
            GetChatClientModelId = id => id == "mistral-small-latest" ? "llama3.2" : null,
        });

        var response = await emulator.PostUserMessageAsync("Hi", $$"""{"model":"{{model}}"}""");

        Assert.Equal(expected, _client.Request.Options.ModelId);
        Assert.Equal(model, (string?)response.Json["model"]);
    }

    internal static UsageContent Usage(int input, int output) => new(new() { InputTokenCount = input, OutputTokenCount = output });

    private async Task<ChatOptions> GetOptionsAsync(string fields)
    {
        await PostAsync(fields);
        return _client.Request.Options;
    }

    private async Task<EmulatorResponse> PostAsync(string fields)
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });
        var response = await emulator.PostUserMessageAsync("Hi", fields);
        Assert.True((int)response.Status == 200, response.Body);
        return response;
    }
}
