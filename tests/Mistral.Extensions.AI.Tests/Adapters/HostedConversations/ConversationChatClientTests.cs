using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Conversations;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Adapters.HostedConversations;

/// <summary>The chat client for conversations on the emulator: hosted tools, functions, approvals and stored conversations.</summary>
public sealed class ConversationChatClientTests : EmulatedConversationTests
{
    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Conversation_is_continued_with_its_ID(bool stream)
    {
        var first = await SendAsync(stream, [new(ChatRole.System, "Be short."), new(ChatRole.User, "My name is Ada.")], null);
        var second = await SendAsync(stream, [new(ChatRole.User, "Hello")], new() { ConversationId = first.ConversationId });

        Assert.NotNull(first.ConversationId);
        Assert.Equal(first.ConversationId, second.ConversationId);
        var history = await Client.Conversations.GetHistoryAsync(first.ConversationId, CancellationToken);
        Assert.Equal(
            ["message.input", "message.output", "message.input", "message.output"], history.Entries.Select(entry => entry.Type));
        Assert.Equal("Be short.", (string?)Emulator.Requests[0].Json!["instructions"]);
        Assert.Equal(["inputs", "stream"], Emulator.Requests[1].Json!.AsObject().Select(field => field.Key).Union(["stream"]));
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Conversation_that_is_not_stored_has_no_ID(bool stream)
    {
        var options = new ChatOptions { AdditionalProperties = new() { ["store"] = false } };

        var response = await SendAsync(stream, [new(ChatRole.User, "Hello")], options);
        var second = await SendAsync(stream, [new(ChatRole.User, "Hello"), .. response.Messages, new(ChatRole.User, "And?")], options);

        Assert.Null(response.ConversationId);
        Assert.Null(second.ConversationId);
        Assert.NotEmpty(second.Text);
        Assert.Equal(
            ["message.input", "message.output", "message.input"],
            Emulator.Requests[1].Json!["inputs"]!.AsArray().Select(entry => (string?)entry!["type"]));
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Conversation_ID_is_kept_if_the_new_entries_are_not_stored(bool stream)
    {
        var first = await SendAsync(stream, [new(ChatRole.User, "Hello")], null);

        var second = await SendAsync(
            stream,
            [new(ChatRole.User, "And?")],
            new() { ConversationId = first.ConversationId, AdditionalProperties = new() { ["store"] = false } });

        Assert.Equal(first.ConversationId, second.ConversationId);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Web_search_returns_citations(bool stream)
    {
        Emulator.AddSearchResult("UEFA Euro 2024", "https://example.com/euro", "Spain won the European Football Cup in 2024.");

        var response = await SendAsync(
            stream, [new(ChatRole.User, "Who won the European Football Cup in 2024?")], new() { Tools = [new HostedWebSearchTool()] });

        var contents = response.Messages.Single().Contents;
        Assert.Contains("Spain won", response.Text, StringComparison.Ordinal);
        var citation = Assert.IsType<CitationAnnotation>(Assert.Single(contents.SelectMany(content => content.Annotations ?? [])));
        Assert.Equal(("UEFA Euro 2024", "https://example.com/euro"), (citation.Title, citation.Url?.ToString()));
        var call = Assert.Single(contents.OfType<WebSearchToolCallContent>());
        var result = Assert.Single(contents.OfType<WebSearchToolResultContent>());
        Assert.Equal(call.CallId, result.CallId);
        Assert.IsType<ToolExecutionEntry>(result.RawRepresentation);
        Assert.True(response.Usage!.AdditionalCounts!["connector_tokens"] > 0);
        Assert.Equal(1, response.Usage.AdditionalCounts["connectors.web_search"]);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Code_interpreter_returns_code_and_output(bool stream)
    {
        var response = await SendAsync(
            stream, [new(ChatRole.User, "Compute 2 * (3 + 4)")], new() { Tools = [new HostedCodeInterpreterTool()] });

        var contents = response.Messages.Single().Contents;
        var call = Assert.Single(contents.OfType<CodeInterpreterToolCallContent>());
        Assert.Contains("2 * (3 + 4)", Assert.IsType<TextContent>(Assert.Single(call.Inputs!)).Text, StringComparison.Ordinal);
        var result = Assert.Single(contents.OfType<CodeInterpreterToolResultContent>());
        Assert.Contains("14", Assert.IsType<TextContent>(Assert.Single(result.Outputs!)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Generated_image_is_a_hosted_file(bool stream)
    {
        var response = await SendAsync(
            stream, [new(ChatRole.User, "Draw a cat")], new() { Tools = [new HostedImageGenerationTool()] });

        var file = Assert.Single(response.Messages.Single().Contents.OfType<HostedFileContent>());
        Assert.Equal("image/png", file.MediaType);
        await using var image = await Client.Files.DownloadAsync(file.FileId, CancellationToken);
        Assert.Equal(0x89, image.ReadByte());
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Entries_of_hosted_tools_are_sent_back(bool stream)
    {
        var options = new ChatOptions
        {
            Tools = [new HostedWebSearchTool(), new HostedImageGenerationTool()],
            AdditionalProperties = new() { ["store"] = false },
        };
        List<ChatMessage> messages = [new(ChatRole.User, "Search the web for cats and draw a picture")];
        messages.AddMessages(await SendAsync(stream, messages, options));
        messages.Add(new(ChatRole.User, "Thanks"));

        await SendAsync(stream, messages, options);

        var inputs = Emulator.Requests[1].Json!["inputs"]!.AsArray();
        Assert.Equal(
            ["message.input", "tool.execution", "tool.execution", "message.output", "message.input"],
            inputs.Select(entry => (string?)entry!["type"]));
        var chunks = inputs[3]!["content"]!.AsArray().Select(chunk => (string?)chunk!["type"]).ToList();
        Assert.Contains("tool_reference", chunks);
        Assert.Contains("tool_file", chunks);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Function_result_is_sent_back(bool stream, bool isStored)
    {
        var function = AIFunctionFactory.Create((string city) => $"22 °C in {city}", "get_weather");
        var options = new ChatOptions { Tools = [function], AdditionalProperties = new() { ["store"] = isStored } };
        List<ChatMessage> messages = [new(ChatRole.User, "What is the weather in Paris?")];
        var first = await SendAsync(stream, messages, options);
        var call = Assert.Single(first.Messages.Single().Contents.OfType<FunctionCallContent>());
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        var result = new FunctionResultContent(call.CallId, await function.InvokeAsync(new(call.Arguments), CancellationToken));

        messages = isStored ? [] : [.. messages, .. first.Messages];
        messages.Add(new(ChatRole.Tool, [result]));
        options.ConversationId = first.ConversationId;
        var second = await SendAsync(stream, messages, options);

        Assert.Equal(isStored, first.ConversationId is not null);
        Assert.Contains("22 °C", second.Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, second.FinishReason);
    }

    [Theory]
    [InlineData(false, true, "Postgres")]
    [InlineData(true, true, "Postgres")]
    [InlineData(false, false, "denied")]
    [InlineData(true, false, "denied")]
    public async Task Connector_call_is_approved_or_denied(bool stream, bool approved, string expected)
    {
        Emulator.AddConnector("wiki", new ScriptedConnectorTool("ask_question", _ => "Postgres is a database."));
        var options = new ChatOptions
        {
            Tools =
            [
                new HostedMcpServerTool("wiki", "wiki")
                {
                    AllowedTools = ["ask_question"],
                    ApprovalMode = HostedMcpServerToolApprovalMode.AlwaysRequire,
                },
            ],
        };
        var first = await SendAsync(stream, [new(ChatRole.User, "Use ask_question: what is Postgres?")], options);
        var request = Assert.Single(first.Messages.Single().Contents.OfType<ToolApprovalRequestContent>());
        var call = Assert.IsType<McpServerToolCallContent>(request.ToolCall);
        Assert.Equal("ask_question", call.Name);
        Assert.Equal(request.RequestId, call.CallId);

        options.ConversationId = first.ConversationId;
        var second = await SendAsync(stream, [new(ChatRole.User, [request.CreateResponse(approved)])], options);

        Assert.Contains(expected, second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Handoff_to_another_agent_is_returned(bool stream)
    {
        var expert = await Client.Agents.CreateAsync(new() { Model = Model, Name = "Economist" }, CancellationToken);
        var desk = await Client.Agents.CreateAsync(new() { Model = Model, Name = "Desk", Handoffs = [expert.Id!] }, CancellationToken);
        var chat = Client.AsAgentChatClient(desk.Id!);

        var response = await SendAsync(chat, stream, [new(ChatRole.User, "Ask the Economist about rent")], new() { Temperature = 0.5f });

        var handoff = response.Messages.Single().Contents.Select(content => content.RawRepresentation).OfType<AgentHandoffEntry>().Single();
        Assert.Equal(("Desk", "Economist"), (handoff.PreviousAgentName, handoff.NextAgentName));
        Assert.NotEmpty(response.Text);
        Assert.NotNull(response.ConversationId);
    }

    [Fact]
    public async Task Stream_has_the_contents_of_the_complete_response()
    {
        var options = new ChatOptions
        {
            Tools =
            [
                new HostedWebSearchTool(), new HostedCodeInterpreterTool(), new HostedImageGenerationTool(),
                AIFunctionFactory.Create((string city) => city, "get_weather"),
            ],
            AdditionalProperties = new() { ["store"] = false },
        };
        ChatMessage[] messages = [new(ChatRole.User, "Search the web, compute 1 + 1, draw a picture and get_weather for Paris")];

        var complete = await SendAsync(false, messages, options);
        var streamed = await SendAsync(true, messages, options);

        Assert.Equal(
            complete.Messages.Single().Contents.Select(content => content.GetType()),
            streamed.Messages.Single().Contents.Select(content => content.GetType()));
        Assert.Equal(complete.Text, streamed.Text);
        Assert.Equal(complete.ModelId, streamed.ModelId);
        Assert.Equal(complete.FinishReason, streamed.FinishReason);
        Assert.Equal(complete.Usage!.TotalTokenCount, streamed.Usage!.TotalTokenCount);
    }

    [Fact]
    public void GetService_returns_the_metadata_and_the_clients()
    {
        Assert.Equal("mistral_ai", Chat.GetService<ChatClientMetadata>()!.ProviderName);
        Assert.Equal(Model, Chat.GetService<ChatClientMetadata>()!.DefaultModelId);
        Assert.Equal(Emulator.Endpoint.Authority, Chat.GetService<ChatClientMetadata>()!.ProviderUri!.Authority);
        Assert.Same(Client, Chat.GetService<MistralClient>());
        Assert.Same(Client.Conversations, Chat.GetService<ConversationsApi>());
        Assert.Null(Chat.GetService(typeof(ChatClientMetadata), "key"));
    }
}
