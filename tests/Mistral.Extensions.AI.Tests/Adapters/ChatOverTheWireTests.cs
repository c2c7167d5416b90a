using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed class ChatOverTheWireTests
{
    [Fact]
    public async Task A_question_goes_out_as_one_user_message_and_the_answer_comes_back_whole()
    {
        var server = StubServer.Answering("""
            {"id":"cmpl-1","object":"chat.completion","created":1769088720,"model":"mistral-small-latest",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hello!","tool_calls":null},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":13,"completion_tokens":2,"total_tokens":15}}
            """);

        var response = await server.Chat().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", server.Body());
        Assert.Equal("Hello!", response.Text);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal("cmpl-1", response.ResponseId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1769088720), response.CreatedAt);
        Assert.Equal((13, 2, 15), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task A_stream_put_together_is_what_the_whole_answer_would_have_been()
    {
        var server = StubServer.Streaming(
            StubServer.Chunk("""{"role":"assistant","content":""}"""),
            StubServer.Chunk("""{"content":"Hel"}"""),
            StubServer.Chunk("""{"content":"lo!"}"""),
            StubServer.Chunk("""{"content":""}""", "stop", """{"prompt_tokens":13,"completion_tokens":2,"total_tokens":15}"""));

        var response = await server.Chat()
            .GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"stream":true}""", server.Body());
        Assert.Equal("Hello!", response.Text);
        Assert.Equal("Hello!", Assert.IsType<TextContent>(Assert.Single(Assert.Single(response.Messages).Contents)).Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(15, response.Usage!.TotalTokenCount);
    }
}
