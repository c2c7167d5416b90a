using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Chat histories with images, documents and function calls, and histories that another provider or connector wrote.</summary>
public sealed class ChatHistoryTests
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_are_sent_as_data_URIs_and_as_URLs()
    {
        await using var fixture = await KernelFixture.StartAsync();

        await SendAsync(fixture, [new(AuthorRole.User,
        [
            new TextContent("What is this?"),
            new ImageContent(Png, "image/png"),
            new ImageContent(new Uri("https://example.com/cat.jpg")),
        ])]);

        JsonAssert.Equal(
            $$"""
            [{"role":"user","content":[
              {"type":"text","text":"What is this?"},
              {"type":"image_url","image_url":"data:image/png;base64,{{Convert.ToBase64String(Png)}}"},
              {"type":"image_url","image_url":"https://example.com/cat.jpg"}]}]
            """,
            fixture.GetMessages(0));
    }

    [Fact]
    public async Task PDF_document_is_sent_as_data_URI()
    {
        await using var fixture = await KernelFixture.StartAsync();

        await SendAsync(
            fixture,
            [new(AuthorRole.User, [new TextContent("Summarize it."), new BinaryContent("%PDF-1.4"u8.ToArray(), "application/pdf")])]);

        Assert.StartsWith(
            "data:application/pdf;base64,", (string?)fixture.GetMessages(0)[0]!["content"]![1]!["document_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_call_IDs_of_another_provider_are_replaced_by_valid_IDs()
    {
        await using var fixture = await KernelFixture.StartAsync();

        await SendAsync(fixture,
        [
            new(AuthorRole.System, "Be brief."),
            new(AuthorRole.User, "The weather in Paris and Lyon?"),
            new(AuthorRole.Assistant,
            [
                new FunctionCallContent("weather_get_weather", id: "call_Xb7wF2mQ9aLk01", arguments: new() { ["city"] = "Paris" }),
                new FunctionCallContent("weather_get_weather", id: "call_Yc8xG3nR0bMl12", arguments: new() { ["city"] = "Lyon" }),
            ])
            {
                InnerContent = new { id = "chatcmpl-1" },
                Metadata = new Dictionary<string, object?> { ["SystemFingerprint"] = "fp_1", ["Usage"] = new object() },
            },
            new(AuthorRole.Tool, [new FunctionResultContent("weather_get_weather", callId: "call_Yc8xG3nR0bMl12", result: "rain")]),
            new(
                AuthorRole.Tool,
                [new FunctionResultContent("weather_get_weather", callId: "call_Xb7wF2mQ9aLk01", result: new { degrees = 21 })]),
            new(AuthorRole.Assistant, "Sun in Paris, rain in Lyon."),
            new(AuthorRole.User, "And tomorrow?"),
        ]);

        var messages = fixture.GetMessages(0);
        var calls = messages[2]!["tool_calls"]!.AsArray();
        Assert.All(calls, call => Assert.Matches("^[a-zA-Z0-9]{9}$", (string?)call!["id"]));
        Assert.Equal("""{"city":"Paris"}""", (string?)calls[0]!["function"]!["arguments"]);
        Assert.Equal(
            calls.Select(call => (string?)call!["id"]), [(string?)messages[3]!["tool_call_id"], (string?)messages[4]!["tool_call_id"]]);
        Assert.Equal("""{"degrees":21}""", (string?)messages[3]!["content"]);
        Assert.Equal("rain", (string?)messages[4]!["content"]);
    }

    [Fact]
    public async Task Function_calls_of_another_connector_are_sent_with_the_tool_names_of_the_request()
    {
        await using var fixture = await StartAsync();
        var history = CreateHistoryWithCall();

        await SendAsync(fixture, history, new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });

        var toolName = (string)fixture.RequestBodies[0]["tools"]![0]!["function"]!["name"]!;
        Assert.Equal("weather_get_weather", toolName);
        Assert.Equal(toolName, (string?)fixture.GetMessages(0)[1]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Equal(toolName, (string?)fixture.GetMessages(0)[2]!["name"]);
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(history[1].Items));
        Assert.Equal(("weather", "get_weather"), (call.PluginName, call.FunctionName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_function_calls_are_added_after_those_of_another_connector(bool streaming)
    {
        await using var fixture = await StartAsync();
        ChatHistory history =
        [
            .. CreateHistoryWithCall(), new(AuthorRole.Assistant, "Sun."), new(AuthorRole.User, "And the weather in Lyon?"),
        ];
        var chat = fixture.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        var text = streaming
            ? string.Concat(await chat.GetStreamingChatMessageContentsAsync(history, settings, fixture.Kernel, Token).ToListAsync(Token))
            : (await chat.GetChatMessageContentAsync(history, settings, fixture.Kernel, Token)).Content;

        Assert.Equal("The tool weather_get_weather returned: sunny in Lyon", text);
        Assert.Equal(
            ["user", "assistant", "tool", "assistant", "user", "assistant", "tool"], history.Select(message => message.Role.Label));
        Assert.Equal("weather_get_weather", Assert.IsType<FunctionCallContent>(Assert.Single(history[5].Items)).FunctionName);
    }

    [Fact]
    public async Task Function_calls_without_IDs_get_IDs_in_order()
    {
        await using var fixture = await KernelFixture.StartAsync();

        await SendAsync(fixture,
        [
            new(AuthorRole.User, "The weather in Paris and Lyon?"),
            new(AuthorRole.Assistant, [new FunctionCallContent("a"), new FunctionCallContent("b")]),
            new(AuthorRole.Tool, [new FunctionResultContent("a", result: "sun"), new FunctionResultContent("b", result: "rain")]),
        ]);

        var messages = fixture.GetMessages(0);
        Assert.Equal(
            messages[1]!["tool_calls"]!.AsArray().Select(call => (string?)call!["id"]),
            messages.Skip(2).Select(message => (string?)message!["tool_call_id"]));
        Assert.Equal(["sun", "rain"], messages.Skip(2).Select(message => (string?)message!["content"]));
    }

    [Fact]
    public async Task Function_arguments_keep_their_JSON_types()
    {
        await using var fixture = await KernelFixture.StartAsync();

        await SendAsync(fixture,
        [
            new(AuthorRole.User, "Count."),
            new(AuthorRole.Assistant,
                [new FunctionCallContent("count", id: "call_1", arguments: new() { ["n"] = 1, ["all"] = true, ["of"] = new[] { 1, 2 } })]),
            new(AuthorRole.Tool, [new FunctionResultContent("count", callId: "call_1", result: 3)]),
        ]);

        var call = fixture.GetMessages(0)[1]!["tool_calls"]![0]!;
        JsonAssert.Equal("""{"n":1,"all":true,"of":[1,2]}""", (string)call["function"]!["arguments"]!);
    }

    [Fact]
    public async Task Developer_message_is_sent_as_system_message()
    {
        await using var fixture = await KernelFixture.StartAsync();

        await SendAsync(fixture, [new(AuthorRole.Developer, "Be brief."), new(AuthorRole.User, "Hi")]);

        JsonAssert.Equal("""[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]""", fixture.GetMessages(0));
    }

    [Fact]
    public async Task File_reference_is_sent_as_a_file()
    {
        using var server = StubServer.WithDefaultResponse();

        await SendAsync(server, [new(AuthorRole.User, [new TextContent("Summarize it."), new FileReferenceContent("file-1")])]);

        JsonAssert.Equal(
            """[{"type":"text","text":"Summarize it."},{"type":"file","file_id":"file-1"}]""",
            server.SingleRequestBody()["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task Tool_message_with_text_next_to_its_result_is_sent_once()
    {
        await using var fixture = await StartAsync();
        var history = CreateHistoryWithCall();
        history[2].Content = "sun";

        await SendAsync(fixture, history);

        Assert.Equal(["user", "assistant", "tool"], fixture.GetRoles(0));
        Assert.Equal("sun", (string?)fixture.GetMessages(0)[2]!["content"]);
    }

    [Fact]
    public async Task Exception_as_function_result_is_sent_as_its_message()
    {
        await using var fixture = await StartAsync();
        var history = CreateHistoryWithCall();
        var call = (FunctionCallContent)history[1].Items[0];
        history[2] = new(AuthorRole.Tool, [new FunctionResultContent(call, new InvalidOperationException("Paris is not a station."))]);

        await SendAsync(fixture, history);

        Assert.Equal("Error: Paris is not a station.", (string?)fixture.GetMessages(0)[2]!["content"]);
    }

    [Fact]
    public async Task Annotations_of_an_agent_of_another_provider_are_not_sent()
    {
        using var server = StubServer.WithDefaultResponse();

        await SendAsync(server,
        [
            new(AuthorRole.User, "Hi"),
            new(AuthorRole.Assistant, [new TextContent("Hello"), new AnnotationContent(AnnotationKind.FileCitation, "[1]", "file-1")]),
            new(AuthorRole.User, "Why?"),
        ]);

        Assert.Equal("Hello", (string?)server.SingleRequestBody()["messages"]![1]!["content"]);
    }

    [Fact]
    public async Task User_message_with_content_that_cannot_be_sent_throws()
    {
        using var server = StubServer.WithDefaultResponse();

        await Assert.ThrowsAsync<NotSupportedException>(
            () => SendAsync(server, [new(AuthorRole.User, [new TextContent("Hi"), new ActionContent("click")])]));

        Assert.Empty(server.RequestBodies);
    }

    [Fact]
    public async Task Content_of_a_response_has_the_text_around_citations()
    {
        using var server = StubServer.WithResponse(StubServer.Completion(
            """
            {"role":"assistant","content":[{"type":"text","text":"Paris"},{"type":"reference","reference_ids":[1]},
             {"type":"text","text":" is sunny."}]}
            """));

        var response = await SendAsync(server, [new(AuthorRole.User, "Hi")]);

        Assert.Equal("Paris is sunny.", response.Content);
    }

    [Fact]
    public async Task Metadata_of_a_message_can_mark_it_as_the_prefix_of_the_response()
    {
        using var server = StubServer.WithDefaultResponse();

        await SendAsync(server,
        [
            new(AuthorRole.User, "Hi"),
            new(AuthorRole.Assistant, "Dear", metadata: new Dictionary<string, object?> { ["prefix"] = true }),
        ]);

        Assert.True((bool?)server.SingleRequestBody()["messages"]![1]!["prefix"]);
    }

    private static ChatHistory CreateHistoryWithCall() =>
    [
        new(AuthorRole.User, "The weather in Paris?"),
        new(AuthorRole.Assistant, [new FunctionCallContent("get_weather", "weather", "call_Xb7wF2mQ9aLk01", new() { ["city"] = "Paris" })]),
        new(AuthorRole.Tool, [new FunctionResultContent("get_weather", "weather", "call_Xb7wF2mQ9aLk01", "sun")]),
    ];

    private static Task<KernelFixture> StartAsync() =>
        KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));

    private static Task<ChatMessageContent> SendAsync(StubServer server, ChatHistory history) =>
        new MistralChatCompletionService(StubServer.Model, server.CreateClient())
            .GetChatMessageContentAsync(history, cancellationToken: Token);

    private static Task<ChatMessageContent> SendAsync(
        KernelFixture fixture, ChatHistory history, MistralPromptExecutionSettings? settings = null) =>
        fixture.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, fixture.Kernel, Token);
}
