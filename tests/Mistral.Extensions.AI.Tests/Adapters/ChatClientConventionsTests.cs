using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Moq;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>The conventions that every <see cref="IChatClient"/> follows, independent of the provider.</summary>
public sealed class ChatClientConventionsTests
{
    [Fact]
    public void Metadata_has_provider_name_default_model_and_endpoint()
    {
        var metadata = StubServer.WithDefaultResponse().CreateChatClient().GetService<ChatClientMetadata>();

        Assert.Equal("mistral_ai", metadata?.ProviderName);
        Assert.Equal(StubServer.Model, metadata?.DefaultModelId);
        Assert.Equal("https://api.mistral.ai/v1/", metadata?.ProviderUri?.AbsoluteUri);
    }

    [Fact]
    public void Metadata_has_custom_endpoint_and_null_default_model()
    {
        using var chat = StubServer.WithDefaultResponse().CreateChatClient(
            options => options.Endpoint = new("http://127.0.0.1:8000"), model: null);

        var metadata = chat.GetService<ChatClientMetadata>();

        Assert.Equal("http://127.0.0.1:8000/v1/", metadata?.ProviderUri?.AbsoluteUri);
        Assert.Null(metadata?.DefaultModelId);
        Assert.Same(metadata, chat.GetService<ChatClientMetadata>());
    }

    [Fact]
    public void GetService_returns_the_chat_client_and_the_chat_API()
    {
        using var client = StubServer.WithDefaultResponse().CreateClient();
        using var chat = client.AsIChatClient("m");

        Assert.Same(chat, chat.GetService<IChatClient>());
        Assert.Same(chat, chat.GetService<IDisposable>());
        Assert.Same(client.Chat, chat.GetService<ChatApi>());
        Assert.Null(chat.GetService<string>());
        Assert.Null(chat.GetService<IEmbeddingGenerator>());
        Assert.Null(chat.GetService<IChatClient>("key"));
        Assert.Null(chat.GetService<ChatClientMetadata>("key"));
        Assert.Throws<ArgumentNullException>("serviceType", () => chat.GetService(null!));
    }

    [Fact]
    public void GetService_works_through_a_delegating_chat_client()
    {
        using var chat = StubServer.WithDefaultResponse().CreateChatClient();
        using var pipeline = new PassThroughChatClient(chat);

        Assert.Same(chat.GetService<ChatApi>(), pipeline.GetService<ChatApi>());
        Assert.Equal("mistral_ai", pipeline.GetService<ChatClientMetadata>()?.ProviderName);
    }

    [Fact]
    public void Null_client_and_blank_model_id_are_rejected()
    {
        using var client = StubServer.WithDefaultResponse().CreateClient();

        Assert.Throws<ArgumentNullException>("client", () => MistralClientExtensions.AsIChatClient(null!));
        Assert.Throws<ArgumentException>("defaultModelId", () => client.AsIChatClient(" "));
    }

    [Fact]
    public async Task Missing_model_throws_and_names_AsIChatClient_and_ModelId()
    {
        using var chat = CreateClientWithoutNetwork().AsIChatClient();
        var cancellationToken = TestContext.Current.CancellationToken;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => chat.GetResponseAsync("Hi", cancellationToken: cancellationToken));

        Assert.Contains("AsIChatClient", error.Message, StringComparison.Ordinal);
        Assert.Contains("ChatOptions.ModelId", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => { _ = chat.GetStreamingResponseAsync("Hi", cancellationToken: cancellationToken); });
    }

    [Fact]
    public async Task Model_of_the_options_overrides_the_default_model()
    {
        var server = StubServer.WithDefaultResponse();

        await server.CreateChatClient(model: null).GetResponseAsync(
            "Hi", new() { ModelId = "model-of-options" }, TestContext.Current.CancellationToken);

        Assert.Equal("model-of-options", server.SingleRequestBody()["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Null_messages_throw_before_streaming_starts()
    {
        using var chat = CreateClientWithoutNetwork().AsIChatClient("m");
        var cancellationToken = TestContext.Current.CancellationToken;
        IEnumerable<ChatMessage> messages = null!;

        await Assert.ThrowsAsync<ArgumentNullException>(
            "messages", () => chat.GetResponseAsync(messages, cancellationToken: cancellationToken));
        Assert.Throws<ArgumentNullException>(
            "messages", () => { _ = chat.GetStreamingResponseAsync(messages, cancellationToken: cancellationToken); });
    }

    [Fact]
    public async Task No_request_is_sent_before_the_stream_is_enumerated()
    {
        var server = StubServer.WithStream(StubServer.Chunk("""{"content":"OK"}""", "stop"));

        var stream = server.CreateChatClient().GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(server.RequestBodies);
        Assert.Equal("OK", (await stream.ToChatResponseAsync(TestContext.Current.CancellationToken)).Text);
        Assert.Single(server.RequestBodies);
    }

    [Fact]
    public async Task Stream_enumerated_twice_sends_two_requests_with_complete_responses()
    {
        var server = StubServer.WithStream(
            StubServer.Chunk("""{"content":"Once upon"}"""),
            StubServer.Chunk("""{"content":" a time"}""", "stop", """{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}"""));
        var stream = server.CreateChatClient().GetStreamingResponseAsync(
            [new(ChatRole.User, "Tell."), new(ChatRole.Assistant, "Once")], cancellationToken: TestContext.Current.CancellationToken);

        var first = await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);
        var second = await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal((" upon a time", 3L), (first.Text, first.Usage?.TotalTokenCount));
        Assert.Equal((" upon a time", 3L), (second.Text, second.Usage?.TotalTokenCount));
        Assert.Equal(2, server.RequestBodies.Count);
    }

    [Fact]
    public async Task Disposing_the_chat_client_repeatedly_keeps_the_client_usable()
    {
        var server = StubServer.WithDefaultResponse();
        using var client = server.CreateClient();
        var chat = client.AsIChatClient("m");

        chat.Dispose();
        chat.Dispose();

        Assert.Equal(
            "OK", (await client.AsIChatClient("m").GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task One_chat_client_serves_concurrent_conversations()
    {
        var server = StubServer.WithDefaultResponse();
        using var chat = server.CreateChatClient();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => city, "look")], StopSequences = ["END"] };

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 64),
            TestContext.Current.CancellationToken,
            async (number, cancellationToken) => await chat.GetResponseAsync($"Question {number}", options, cancellationToken));

        var questions = server.RequestBodies.Select(body => body!["messages"]![0]!["content"]!.GetValue<string>()).ToHashSet();
        Assert.Equal(64, questions.Count);
        Assert.All(server.RequestBodies, body => Assert.Single(body!["tools"]!.AsArray()));
        Assert.All(server.RequestBodies, body => Assert.Single(body!["stop"]!.AsArray()));
    }

    [Fact]
    public async Task No_request_is_sent_when_the_token_is_already_canceled()
    {
        var server = StubServer.WithDefaultResponse();
        using var chat = server.CreateChatClient();
        var canceledToken = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chat.GetResponseAsync("Hi", cancellationToken: canceledToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => chat.GetStreamingResponseAsync("Hi", cancellationToken: canceledToken).ToChatResponseAsync(CancellationToken.None));
        Assert.Empty(server.RequestBodies);
    }

    /// <summary>A client that must not send a request: its strict mock handler has no setup and throws.</summary>
    private static MistralClient CreateClientWithoutNetwork() =>
        new(new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object, disposeHandler: false), new() { ApiKey = "test-key" });

    private sealed class PassThroughChatClient(IChatClient inner) : DelegatingChatClient(inner);
}
