using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Moq;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>What goes out for messages and options, and that nothing does.</summary>
internal static class SentRequests
{
    /// <summary>The request for "Hi" with these options.</summary>
    internal static Task<JsonNode> GetAsync(ChatOptions? options) => GetAsync([new(ChatRole.User, "Hi")], options);

    /// <summary>The request for these messages. Streamed, it must be the same but for <c>stream</c>.</summary>
    internal static async Task<JsonNode> GetAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options = null, Action<MistralClientOptions>? configure = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var server = StubServer.WithDefaultResponse();
        await server.CreateChatClient(configure).GetResponseAsync(messages, options, cancellationToken);

        var streaming = StubServer.WithStream(StubServer.Chunk("""{"role":"assistant","content":"OK"}""", "stop"));
        await streaming.CreateChatClient(configure).GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);
        var streamed = streaming.SingleRequestBody().AsObject();
        Assert.True(streamed.Remove("stream", out var stream) && stream!.GetValue<bool>());
        JsonAssert.Equal(streamed.ToJsonString(), server.SingleRequestBody());
        return server.SingleRequestBody();
    }

    /// <summary>The messages that go out, i.e. the list itself.</summary>
    internal static async Task<JsonNode> GetMessagesAsync(params IReadOnlyList<ChatMessage> messages) => (await GetAsync(messages))["messages"]!;

    /// <summary>The field of a request for "Hi", or null.</summary>
    internal static async Task<JsonNode?> GetFieldAsync(string name, ChatOptions options) => (await GetAsync(options))[name];

    /// <summary>The error of a call that must not reach the network, the same one streamed and not.</summary>
    internal static Task<T> ThrowsBeforeSendingAsync<T>(ChatOptions options)
        where T : Exception => ThrowsBeforeSendingAsync<T>([new(ChatRole.User, "Hi")], options);

    internal static async Task<T> ThrowsBeforeSendingAsync<T>(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
        where T : Exception
    {
        // Strict and without a setup: whoever sends gets an exception of another type than the expected one.
        using var http = new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object, disposeHandler: false);
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });
        var chat = client.AsIChatClient(StubServer.Model);

        var streamed = Assert.Throws<T>(() => { _ = chat.GetStreamingResponseAsync(messages, options); });
        var whole = await Assert.ThrowsAsync<T>(() => chat.GetResponseAsync(messages, options));
        Assert.Equal(streamed.Message, whole.Message);
        return whole;
    }
}
