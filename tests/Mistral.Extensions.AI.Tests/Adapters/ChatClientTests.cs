using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed class ChatClientTests
{
    [Fact]
    public async Task Question_is_sent_as_one_user_message_and_the_response_is_mapped()
    {
        var server = StubServer.WithResponse("""
            {"id":"cmpl-1","object":"chat.completion","created":1769088720,"model":"mistral-small-latest",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hello!","tool_calls":null},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":13,"completion_tokens":2,"total_tokens":15}}
            """);

        var response = await server.CreateChatClient().GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        JsonAssert.Equal("""{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", server.SingleRequestBody());
        Assert.Equal("Hello!", response.Text);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal("cmpl-1", response.ResponseId);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1769088720), response.CreatedAt);
        Assert.Equal((13, 2, 15), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task Streamed_chunks_are_combined_into_one_response()
    {
        var server = StubServer.WithStream(
            StubServer.Chunk("""{"role":"assistant","content":""}"""),
            StubServer.Chunk("""{"content":"Hel"}"""),
            StubServer.Chunk("""{"content":"lo!"}"""),
            StubServer.Chunk("""{"content":""}""", "stop", """{"prompt_tokens":13,"completion_tokens":2,"total_tokens":15}"""));

        var response = await server.CreateChatClient()
            .GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);

        JsonAssert.Equal(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}],"stream":true}""", server.SingleRequestBody());
        Assert.Equal("Hello!", response.Text);
        Assert.Equal("Hello!", Assert.IsType<TextContent>(Assert.Single(Assert.Single(response.Messages).Contents)).Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal(15, response.Usage!.TotalTokenCount);
    }
}
