using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>The reasoning of a model, in responses, in streams and in the requests that follow.</summary>
public sealed class ReasoningTests
{
    private const string Thinking = """
        {"type":"thinking","thinking":[{"type":"text","text":"9.11 is 9.11."}],"signature":"c2ln"}
        """;

    private const string Message = $$"""
        {"role":"assistant","content":[{{Thinking}},{"type":"text","text":"9.9 is larger."}]}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reasoning_is_an_item_of_the_response_and_not_part_of_its_text()
    {
        using var server = StubServer.WithResponse(StubServer.Completion(Message));

        var response = await CreateService(server).GetChatMessageContentAsync("Which is larger?", cancellationToken: Token);

        Assert.Equal("9.9 is larger.", response.Content);
        Assert.Equal("9.11 is 9.11.", Assert.IsType<ReasoningContent>(response.Items[0]).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reasoning_is_sent_back_with_its_signature(bool stored)
    {
        using var server = new StubServer()
            .Then(StubServer.Completion(Message)).Then(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));
        ChatHistory history = [new(AuthorRole.User, "Which is larger?")];
        history.Add(await CreateService(server).GetChatMessageContentAsync(history, cancellationToken: Token));
        history.AddUserMessage("Why?");
        if (stored)
            history = JsonSerializer.Deserialize<ChatHistory>(JsonSerializer.Serialize(history))!;

        await CreateService(server).GetChatMessageContentAsync(history, cancellationToken: Token);

        var sent = server.RequestBodies[1]!["messages"]![1]!["content"]!;
        Assert.Equal(["thinking", "text"], sent.AsArray().Select(chunk => (string?)chunk!["type"]));
        Assert.Equal("c2ln", (string?)sent[0]!["signature"]);
        Assert.Equal("9.11 is 9.11.", (string?)sent[0]!["thinking"]![0]!["text"]);
    }

    [Fact]
    public async Task Streamed_reasoning_is_not_part_of_the_streamed_text()
    {
        using var server = StubServer.WithStream(
            StubServer.Chunk($$"""{"role":"assistant","content":[{{Thinking}}]}"""),
            StubServer.Chunk("""{"content":[{"type":"text","text":"9.9 is larger."}]}""", "stop"));

        var chunks = await CreateService(server)
            .GetStreamingChatMessageContentsAsync("Which is larger?", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("9.9 is larger.", string.Concat(chunks));
        var reasoning = chunks.SelectMany(chunk => chunk.Items).OfType<StreamingReasoningContent>().ToList();
        Assert.Equal("9.11 is 9.11.", string.Concat(reasoning));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reasoning_before_a_function_call_is_kept_in_the_history(bool streaming)
    {
        const string Call =
            """[{"index":0,"id":"abcdefghi","function":{"name":"weather_get_weather","arguments":"{\"city\":\"Paris\"}"} }]""";
        var message = $$"""{"role":"assistant","content":[{{Thinking}}],"tool_calls":{{Call}} }""";
        using var server = streaming
            ? StubServer.WithStream(StubServer.Chunk(message, "tool_calls"))
                .ThenStream(StubServer.Chunk("""{"role":"assistant","content":"Sun."}""", "stop"))
            : StubServer.WithResponse(StubServer.Completion(message, "tool_calls"))
                .Then(StubServer.Completion("""{"role":"assistant","content":"Sun."}"""));
        var kernel = new Kernel();
        kernel.Plugins.AddFromObject(new WeatherPlugin(), "weather");
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        ChatHistory history = [new(AuthorRole.User, "The weather in Paris?")];

        if (streaming)
            await CreateService(server).GetStreamingChatMessageContentsAsync(history, settings, kernel, Token).ToListAsync(Token);
        else
            await CreateService(server).GetChatMessageContentAsync(history, settings, kernel, Token);

        Assert.Equal(["user", "assistant", "tool"], history.Select(item => item.Role.Label));
        Assert.Equal("9.11 is 9.11.", Assert.IsType<ReasoningContent>(history[1].Items[0]).Text);
        Assert.IsType<FunctionCallContent>(history[1].Items[1]);
        var sent = server.RequestBodies[1]!["messages"]![1]!;
        Assert.Equal("c2ln", (string?)sent["content"]![0]!["signature"]);
    }

    private static MistralChatCompletionService CreateService(StubServer server) => new(StubServer.Model, server.CreateClient());
}
