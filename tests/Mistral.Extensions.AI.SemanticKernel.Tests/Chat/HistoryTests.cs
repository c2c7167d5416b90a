using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>Histories with more than text in them, also those that another provider wrote.</summary>
public sealed class HistoryTests
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_go_out_as_bytes_and_as_addresses()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated, [new(AuthorRole.User,
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
            emulated.Messages(0));
    }

    [Fact]
    public async Task A_document_goes_out_as_bytes()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated, [new(AuthorRole.User, [new TextContent("Sum it up."), new BinaryContent("%PDF-1.4"u8.ToArray(), "application/pdf")])]);

        Assert.StartsWith(
            "data:application/pdf;base64,", (string?)emulated.Messages(0)[0]!["content"]![1]!["document_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_results_that_another_provider_wrote_get_ids_this_one_takes()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated,
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
            new(AuthorRole.Tool, [new FunctionResultContent("weather_get_weather", callId: "call_Xb7wF2mQ9aLk01", result: new { degrees = 21 })]),
            new(AuthorRole.Assistant, "Sun in Paris, rain in Lyon."),
            new(AuthorRole.User, "And tomorrow?"),
        ]);

        var messages = emulated.Messages(0).AsArray();
        var calls = messages[2]!["tool_calls"]!.AsArray();
        Assert.All(calls, call => Assert.Matches("^[a-zA-Z0-9]{9}$", (string?)call!["id"]));
        Assert.Equal("""{"city":"Paris"}""", (string?)calls[0]!["function"]!["arguments"]);
        Assert.Equal(calls.Select(call => (string?)call!["id"]), [(string?)messages[3]!["tool_call_id"], (string?)messages[4]!["tool_call_id"]]);
        Assert.Equal("""{"degrees":21}""", (string?)messages[3]!["content"]);
        Assert.Equal("rain", (string?)messages[4]!["content"]);
    }

    [Fact]
    public async Task Calls_that_another_provider_wrote_get_the_names_functions_are_offered_by()
    {
        await using var emulated = await StartAsync();
        ChatHistory history = Called("weather");

        await AskAsync(emulated, history, new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });

        var offered = (string)emulated.Bodies[0]["tools"]![0]!["function"]!["name"]!;
        Assert.Equal("weather_get_weather", offered);
        Assert.Equal(offered, (string?)emulated.Messages(0)[1]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Equal(offered, (string?)emulated.Messages(0)[2]!["name"]);
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(history[1].Items));
        Assert.Equal(("weather", "get_weather"), (call.PluginName, call.FunctionName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_of_this_provider_are_put_behind_those_of_another(bool streaming)
    {
        await using var emulated = await StartAsync();
        ChatHistory history = [.. Called("weather"), new(AuthorRole.Assistant, "Sun."), new(AuthorRole.User, "And the weather in Lyon?")];
        var chat = emulated.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        var text = streaming
            ? string.Concat(await chat.GetStreamingChatMessageContentsAsync(history, settings, emulated.Kernel, Token).ToListAsync(Token))
            : (await chat.GetChatMessageContentAsync(history, settings, emulated.Kernel, Token)).Content;

        Assert.Equal("The tool weather_get_weather returned: sunny in Lyon", text);
        Assert.Equal(
            [AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool, AuthorRole.Assistant, AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool],
            history.Select(message => message.Role));
        Assert.Equal("weather_get_weather", Assert.IsType<FunctionCallContent>(Assert.Single(history[5].Items)).FunctionName);
    }

    [Fact]
    public async Task Calls_without_ids_get_some_in_their_order()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated,
        [
            new(AuthorRole.User, "The weather in Paris and Lyon?"),
            new(AuthorRole.Assistant, [new FunctionCallContent("a"), new FunctionCallContent("b")]),
            new(AuthorRole.Tool, [new FunctionResultContent("a", result: "sun"), new FunctionResultContent("b", result: "rain")]),
        ]);

        var messages = emulated.Messages(0).AsArray();
        Assert.Equal(
            messages[1]!["tool_calls"]!.AsArray().Select(call => (string?)call!["id"]), messages.Skip(2).Select(message => (string?)message!["tool_call_id"]));
        Assert.Equal(["sun", "rain"], messages.Skip(2).Select(message => (string?)message!["content"]));
    }

    [Fact]
    public async Task Arguments_keep_their_types_on_the_way_back()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated,
        [
            new(AuthorRole.User, "Count."),
            new(AuthorRole.Assistant,
                [new FunctionCallContent("count", id: "call_1", arguments: new() { ["n"] = 1, ["all"] = true, ["of"] = new[] { 1, 2 } })]),
            new(AuthorRole.Tool, [new FunctionResultContent("count", callId: "call_1", result: 3)]),
        ]);

        JsonAssert.Equal("""{"n":1,"all":true,"of":[1,2]}""", (string)emulated.Messages(0)[1]!["tool_calls"]![0]!["function"]!["arguments"]!);
    }

    [Fact]
    public async Task A_developer_message_is_a_system_message_here()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        await AskAsync(emulated, [new(AuthorRole.Developer, "Be brief."), new(AuthorRole.User, "Hi")]);

        JsonAssert.Equal("""[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]""", emulated.Messages(0));
    }

    private static ChatHistory Called(string plugin) =>
    [
        new(AuthorRole.User, "The weather in Paris?"),
        new(AuthorRole.Assistant, [new FunctionCallContent("get_weather", plugin, "call_Xb7wF2mQ9aLk01", new() { ["city"] = "Paris" })]),
        new(AuthorRole.Tool, [new FunctionResultContent("get_weather", plugin, "call_Xb7wF2mQ9aLk01", "sun")]),
    ];

    private static Task<EmulatedKernel> StartAsync() => EmulatedKernel.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));

    private static Task<ChatMessageContent> AskAsync(EmulatedKernel emulated, ChatHistory history, MistralPromptExecutionSettings? settings = null) =>
        emulated.Kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, emulated.Kernel, Token);
}
