using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Moq;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Gets the request that the chat client sends for given messages and options, or the error if it sends none.</summary>
internal static class SentRequests
{
    /// <summary>Gets the request for the user message "Hi" with these options.</summary>
    internal static Task<JsonNode> GetAsync(ChatOptions? options) => GetAsync([new(ChatRole.User, "Hi")], options);

    /// <summary>Gets the request for these messages, and checks that the streaming request is the same except for <c>stream</c>.</summary>
    internal static async Task<JsonNode> GetAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options = null, Action<MistralClientOptions>? configure = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var server = StubServer.WithDefaultResponse();
        await server.CreateChatClient(configure).GetResponseAsync(messages, options, cancellationToken);

        var streamingServer = StubServer.WithStream(StubServer.Chunk("""{"role":"assistant","content":"OK"}""", "stop"));
        await streamingServer.CreateChatClient(configure).GetStreamingResponseAsync(messages, options, cancellationToken)
            .ToChatResponseAsync(cancellationToken);
        var streamingRequest = streamingServer.SingleRequestBody().AsObject();
        Assert.True(streamingRequest.Remove("stream", out var stream) && stream!.GetValue<bool>());
        JsonAssert.Equal(streamingRequest.ToJsonString(), server.SingleRequestBody());
        return server.SingleRequestBody();
    }

    /// <summary>Gets the <c>messages</c> array of the request.</summary>
    internal static async Task<JsonNode> GetMessagesAsync(params IReadOnlyList<ChatMessage> messages) =>
        (await GetAsync(messages))["messages"]!;

    /// <summary>Gets one field of the request for the user message "Hi", or null if it was not sent.</summary>
    internal static async Task<JsonNode?> GetFieldAsync(string name, ChatOptions options) => (await GetAsync(options))[name];

    internal static Task<T> ThrowsBeforeSendingAsync<T>(ChatOptions options)
        where T : Exception => ThrowsBeforeSendingAsync<T>([new(ChatRole.User, "Hi")], options);

    /// <summary>Gets the exception of a call that sends no request, and checks that the streaming call throws the same.</summary>
    internal static async Task<T> ThrowsBeforeSendingAsync<T>(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
        where T : Exception
    {
        // A strict mock without a setup: sending throws a MockException, which is not the expected exception.
        using var http = new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object, disposeHandler: false);
        using var client = new MistralClient(http, new() { ApiKey = "test-key" });
        var chat = client.AsIChatClient(StubServer.Model);

        var streamingError = Assert.Throws<T>(() => { _ = chat.GetStreamingResponseAsync(messages, options); });
        var error = await Assert.ThrowsAsync<T>(() => chat.GetResponseAsync(messages, options));
        Assert.Equal(streamingError.Message, error.Message);
        return error;
    }
}
