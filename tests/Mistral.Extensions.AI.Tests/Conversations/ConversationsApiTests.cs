using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Conversations;

public sealed class ConversationsApiTests
{
    private static readonly CompletionArgs CompletionArgs = new()
    {
        Stop = ["\n\n"],
        PresencePenalty = 0.5f,
        FrequencyPenalty = -0.5f,
        Temperature = 1,
        TopP = 0.5f,
        MaxTokens = 64,
        RandomSeed = 42,
        Prediction = new("Hello"),
        ResponseFormat = new() { Type = "json_object" },
        ToolChoice = ToolChoice.Auto,
        ReasoningEffort = "high",
    };

    private const string CompletionArgsJson = """
        {"stop":["\n\n"],"presence_penalty":0.5,"frequency_penalty":-0.5,"temperature":1,"top_p":0.5,"max_tokens":64,"random_seed":42,
         "prediction":{"type":"content","content":"Hello"},"response_format":{"type":"json_object"},"tool_choice":"auto",
         "reasoning_effort":"high"}
        """;

    private static readonly ConversationRequest FullRequest = new()
    {
        Model = "mistral-medium-latest",
        Inputs = [new MessageInputEntry("Hi"), new FunctionResultEntry("6TI17yZkV", "9:41")],
        Instructions = "Be brief.",
        Tools =
        [
            new FunctionTool(new() { Name = "f", Parameters = JsonElement.Parse("""{"type":"object"}""") }),
            new WebSearchTool(),
            new CodeInterpreterTool(),
            new ImageGenerationTool(),
            new DocumentLibraryTool(["9b2d6a0e-1f0f-4d5e-8d46-0a3b2c1d4e5f"]),
            new CustomConnector("gmail") { ToolConfiguration = new() { RequiresConfirmation = ["gmail_search"] } },
        ],
        CompletionArgs = CompletionArgs,
        Store = false,
        HandoffExecution = "client",
        Guardrails = [new() { BlockOnError = true }],
        Name = "Tides",
        Description = "About tides",
        Metadata = new Dictionary<string, JsonElement> { ["user"] = JsonElement.Parse("\"7\"") },
    };

    private const string FullRequestJson = $$"""
        {"model":"mistral-medium-latest",
         "inputs":[{"type":"message.input","role":"user","content":"Hi"},
           {"type":"function.result","tool_call_id":"6TI17yZkV","result":"9:41"}],
         "instructions":"Be brief.",
         "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"} } },{"type":"web_search"},
           {"type":"code_interpreter"},{"type":"image_generation"},
           {"type":"document_library","library_ids":["9b2d6a0e-1f0f-4d5e-8d46-0a3b2c1d4e5f"]},
           {"type":"connector","connector_id":"gmail","tool_configuration":{"requires_confirmation":["gmail_search"]} }],
         "completion_args":{{CompletionArgsJson}},"store":false,"handoff_execution":"client","guardrails":[{"block_on_error":true}],
         "name":"Tides","description":"About tides","metadata":{"user":"7"} }
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_field_of_a_start_request_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(ConversationSamples.Response);

        await server.CreateClient().Conversations.StartAsync(FullRequest, CancellationToken);

        JsonAssert.Equal(FullRequestJson, server.SingleRequestBody());
        Assert.Equal("POST https://api.mistral.ai/v1/conversations", GetRequestLine(server));
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("production", "\"production\"")]
    public async Task Conversation_is_started_with_a_version_of_an_agent(string version, string json)
    {
        var server = StubServer.WithResponse(ConversationSamples.Response);
        var request = new ConversationRequest { AgentId = "ag_1", AgentVersion = version, Inputs = "Hi" };

        await server.CreateClient().Conversations.StartAsync(request, CancellationToken);

        JsonAssert.Equal($$"""{"agent_id":"ag_1","agent_version":{{json}},"inputs":"Hi"}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task Every_field_of_an_append_request_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(ConversationSamples.Response);
        var request = new ConversationAppendRequest
        {
            Inputs = "And tomorrow?",
            ToolConfirmations = [ToolCallConfirmation.Allow("WJfo42Ow3"), ToolCallConfirmation.Deny("6TI17yZkV")],
            CompletionArgs = CompletionArgs,
            Store = true,
            HandoffExecution = "server",
        };

        await server.CreateClient().Conversations.AppendAsync("conv_1/x", request, CancellationToken);

        JsonAssert.Equal(
            $$"""
            {"inputs":"And tomorrow?","tool_confirmations":[{"tool_call_id":"WJfo42Ow3","confirmation":"allow"},
              {"tool_call_id":"6TI17yZkV","confirmation":"deny"}],
             "completion_args":{{CompletionArgsJson}},"store":true,"handoff_execution":"server"}
            """,
            server.SingleRequestBody());
        Assert.Equal("POST https://api.mistral.ai/v1/conversations/conv_1%2Fx", GetRequestLine(server));
    }

    [Fact]
    public async Task Every_field_of_a_restart_request_is_sent_under_the_API_name()
    {
        var server = StubServer.WithResponse(ConversationSamples.Response);
        var request = new ConversationRestartRequest
        {
            FromEntryId = "msg_1",
            Inputs = [new MessageInputEntry([new TextChunk("Again")]) { Role = "assistant", Prefix = true }],
            AgentVersion = "2",
            CompletionArgs = CompletionArgs,
            Store = true,
            HandoffExecution = "server",
            Guardrails = [new() { BlockOnError = false }],
            Metadata = new Dictionary<string, JsonElement> { ["user"] = JsonElement.Parse("7") },
        };

        await server.CreateClient().Conversations.RestartAsync("conv_1", request, CancellationToken);

        JsonAssert.Equal(
            $$"""
            {"from_entry_id":"msg_1","agent_version":2,
             "inputs":[{"type":"message.input","role":"assistant","content":[{"type":"text","text":"Again"}],"prefix":true}],
             "completion_args":{{CompletionArgsJson}},"store":true,"handoff_execution":"server","guardrails":[{"block_on_error":false}],
             "metadata":{"user":7} }
            """,
            server.SingleRequestBody());
        Assert.Equal("POST https://api.mistral.ai/v1/conversations/conv_1/restart", GetRequestLine(server));
    }

    [Fact]
    public async Task Entries_of_a_response_are_typed()
    {
        var response = await StubServer.WithResponse(ConversationSamples.Response).CreateClient()
            .Conversations.StartAsync(FullRequest, CancellationToken);

        Assert.Equal(("conv_1", "Let me search.High tide is at 9:41. See the chart."), (response.ConversationId, response.Text));
        Assert.Equal(
            (7112, 1, 2),
            (response.Usage!.ConnectorTokens, response.Usage.Connectors!["web_search"], response.Usage.Connectors["code_interpreter"]));
        Assert.Collection(
            response.Outputs,
            entry => Assert.Equal(new DateTimeOffset(2026, 2, 19, 13, 8, 53, TimeSpan.Zero).AddMicroseconds(99_130), entry.CreatedAt),
            entry => Assert.Equal("web_search", Assert.IsType<ToolExecutionEntry>(entry).Name),
            entry => Assert.Equal("2\n", Assert.IsType<ToolExecutionEntry>(entry).Info!["code_output"].GetString()),
            entry => Assert.False(Assert.IsType<FunctionCallEntry>(entry).IsConfirmationPending),
            entry => Assert.True(Assert.IsType<FunctionCallEntry>(entry).IsConfirmationPending),
            entry => Assert.Equal("Harbor", Assert.IsType<AgentHandoffEntry>(entry).NextAgentName),
            entry => Assert.Equal(
                ["thinking", "text", "tool_reference", "text", "tool_file"],
                Assert.IsType<MessageOutputEntry>(entry).Content!.Select(chunk => chunk.Type)),
            entry => Assert.Equal("memory.update", Assert.IsType<UnknownEntry>(entry).Type));
    }

    [Fact]
    public async Task Outputs_are_sent_back_with_all_their_properties()
    {
        var server = StubServer.WithResponse(ConversationSamples.Response);
        var conversations = server.CreateClient().Conversations;
        var response = await conversations.StartAsync(FullRequest, CancellationToken);
        // The schema of the API does not have the unknown entry.
        var outputs = response.Outputs.Where(entry => entry is not UnknownEntry and not MessageOutputEntry { Id: "msg_2" });

        await conversations.StartAsync(FullRequest with { Inputs = new(outputs) }, CancellationToken);

        var expected = JsonDocument.Parse(ConversationSamples.Response).RootElement.GetProperty("outputs").EnumerateArray()
            .Where(entry => entry.GetProperty("id").GetString() is not ("mem_1" or "msg_2"));
        RoundTrip.AssertEqualIgnoringNulls($"[{string.Join(',', expected)}]", server.RequestBodies[1]!["inputs"]);
    }

    [Fact]
    public void Response_is_read_and_written_without_loss() =>
        RoundTrip.AssertLossless(ConversationSamples.Response, ConversationsJson.Default.ConversationResponse);

    [Fact]
    public async Task Response_of_another_shape_is_preserved()
    {
        const string Json = """
            {"conversation_id":7,"outputs":[null,{"type":"function.call","arguments":{"a":1},"created_at":"yesterday","name":["f"]},
             {"role":"assistant","content":"?"},{"type":"message.input","content":null},{"type":"function.result","tool_call_id":"1"}],
             "usage":[],"guardrails":{"a":1} }
            """;

        var response = await StubServer.WithResponse(Json).CreateClient().Conversations.StartAsync(FullRequest, CancellationToken);

        Assert.Equal("7", response.ConversationId);
        var call = Assert.IsType<FunctionCallEntry>(response.Outputs[0]);
        Assert.Equal(("""{"a":1}""", null, null), (call.Arguments, call.Name, call.CreatedAt));
        Assert.Equal(["created_at", "name"], call.AdditionalProperties!.Keys.Order());
        Assert.All(response.Outputs.Skip(1), entry => Assert.IsType<UnknownEntry>(entry));
        Assert.Equal(4, response.Outputs.Count);
        Assert.Equal(["guardrails", "usage"], response.AdditionalProperties!.Keys.Order());
    }

    [Fact]
    public async Task Conversations_of_all_pages_are_listed()
    {
        var server = StubServer.WithResponse("""
            [{"object":"conversation","id":"conv_1","created_at":"2026-02-19T13:08:53+00:00","model":"m",
              "tools":[{"type":"web_search","tool_configuration":null},{"type":"new_tool"}],"completion_args":{"temperature":0.3} },null]
            """).Then("""{"data":[{"id":"conv_2","agent_id":"ag_1","agent_version":3}]}""").Then("[]");
        var request = new ListConversationsRequest
        {
            PageSize = 2,
            Metadata = new Dictionary<string, JsonElement> { ["user"] = JsonElement.Parse("\"7\"") },
        };

        var list = await server.CreateClient().Conversations.ListAsync(request, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal([("conv_1", "m", null), ("conv_2", null, "3")], list.Select(item => (item.Id, item.Model, item.AgentVersion)));
        Assert.Equal(["web_search", "new_tool"], list[0].Tools!.Select(tool => tool.Type));
        Assert.Equal(
            [
                "?page_size=2&metadata=%7B%22user%22%3A%227%22%7D", "?page=1&page_size=2&metadata=%7B%22user%22%3A%227%22%7D",
                "?page=2&page_size=2&metadata=%7B%22user%22%3A%227%22%7D",
            ],
            server.RequestMessages.Select(message => message.RequestUri!.Query));
    }

    [Fact]
    public async Task Conversation_history_and_messages_are_read()
    {
        var server = StubServer.WithResponse("""
            {"id":"conv_1","model":"m","instructions":"Be brief.","metadata":{"user":"7"} }
            """).Then("""
            {"object":"conversation.history","conversation_id":"conv_1","entries":[{"type":"message.input","role":"user","content":"Hi"},
             {"type":"function.result","tool_call_id":"6TI17yZkV","result":{"a":1} }]}
            """).Then("""
            {"object":"conversation.messages","conversation_id":"conv_1","messages":[{"type":"message.output","content":"Hello"}]}
            """);
        var conversations = server.CreateClient().Conversations;

        var conversation = await conversations.GetAsync("conv_1", CancellationToken);
        var history = await conversations.GetHistoryAsync("conv_1", CancellationToken);
        var messages = await conversations.GetMessagesAsync("conv_1", CancellationToken);

        Assert.Equal(("Be brief.", "7"), (conversation.Instructions, conversation.Metadata!["user"].GetString()));
        Assert.Equal("Hi", Assert.IsType<MessageInputEntry>(history.Entries[0]).Content.Text);
        Assert.Equal("""{"a":1}""", Assert.IsType<FunctionResultEntry>(history.Entries[1]).Result);
        Assert.Equal("Hello", Assert.IsType<MessageOutputEntry>(Assert.Single(messages.Messages)).Content!.Text);
        Assert.Equal(
            ["/v1/conversations/conv_1", "/v1/conversations/conv_1/history", "/v1/conversations/conv_1/messages"],
            server.RequestMessages.Select(message => message.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task Conversation_is_deleted()
    {
        var server = StubServer.WithResponse("", HttpStatusCode.NoContent);

        await server.CreateClient().Conversations.DeleteAsync("conv_1", CancellationToken);

        Assert.Equal("DELETE https://api.mistral.ai/v1/conversations/conv_1", GetRequestLine(server));
    }

    [Fact]
    public async Task Deleting_an_unknown_conversation_throws()
    {
        var server = StubServer.WithResponse("""{"object":"Error","message":"Not found","code":3000}""", HttpStatusCode.NotFound);

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => server.CreateClient().Conversations.DeleteAsync("conv_1", CancellationToken));

        Assert.Equal((HttpStatusCode.NotFound, "3000"), (exception.StatusCode, exception.Code));
    }

    [Fact]
    public void Inputs_are_a_string_or_a_list()
    {
        ConversationInputs text = "Hi";
        ConversationInputs list = [new MessageInputEntry("Hi")];

        Assert.Equal("Hi", Assert.IsType<MessageInputEntry>(Assert.Single(text)).Content.Text);
        Assert.Equal((true, false), (text.IsString, list.IsString));
        Assert.Equal("\"Hi\"", JsonSerializer.Serialize(text, ConversationsJson.Default.ConversationInputs));
        RoundTrip.AssertLossless("\"Hi\"", ConversationsJson.Default.ConversationInputs);
        RoundTrip.AssertLossless(
            """[{"type":"message.input","role":"user","content":"Hi"}]""", ConversationsJson.Default.ConversationInputs);
    }

    private static string GetRequestLine(StubServer server)
    {
        var message = Assert.Single(server.RequestMessages);
        return $"{message.Method} {message.RequestUri!.AbsoluteUri}";
    }
}
