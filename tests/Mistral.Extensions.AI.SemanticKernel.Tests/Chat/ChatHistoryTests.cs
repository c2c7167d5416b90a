using Microsoft.SemanticKernel;
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

    private static ChatHistory CreateHistoryWithCall() =>
    [
        new(AuthorRole.User, "The weather in Paris?"),
        new(AuthorRole.Assistant, [new FunctionCallContent("get_weather", "weather", "call_Xb7wF2mQ9aLk01", new() { ["city"] = "Paris" })]),
        new(AuthorRole.Tool, [new FunctionResultContent("get_weather", "weather", "call_Xb7wF2mQ9aLk01", "sun")]),
    ];

    private static Task<KernelFixture> StartAsync() =>
        KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));

    private static Task<ChatMessageContent> SendAsync(
        KernelFixture fixture, ChatHistory history, MistralPromptExecutionSettings? settings = null) =>
        fixture.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, fixture.Kernel, Token);
}
