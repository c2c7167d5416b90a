using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;
using Moq;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>What everybody expects of any <see cref="IChatClient"/>, whoever stands behind it.</summary>
public sealed class ChatClientConventionsTests
{
    [Fact]
    public void It_says_who_it_is()
    {
        var metadata = StubServer.Any().Chat().GetService<ChatClientMetadata>();

        Assert.Equal("mistral_ai", metadata?.ProviderName);
        Assert.Equal(StubServer.Model, metadata?.DefaultModelId);
        Assert.Equal("https://api.mistral.ai/v1/", metadata?.ProviderUri?.AbsoluteUri);
    }

    [Fact]
    public void It_says_where_it_asks_and_that_it_has_no_model()
    {
        using var chat = StubServer.Any().Chat(options => options.Endpoint = new("http://127.0.0.1:8000"), model: null);

        var metadata = chat.GetService<ChatClientMetadata>();

        Assert.Equal("http://127.0.0.1:8000/v1/", metadata?.ProviderUri?.AbsoluteUri);
        Assert.Null(metadata?.DefaultModelId);
        Assert.Same(metadata, chat.GetService<ChatClientMetadata>());
    }

    [Fact]
    public void It_gives_out_itself_and_what_it_is_made_of()
    {
        using var client = StubServer.Any().Client();
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
    public void It_is_found_through_a_pipeline()
    {
        using var chat = StubServer.Any().Chat();
        using var pipeline = new Passing(chat);

        Assert.Same(chat.GetService<ChatApi>(), pipeline.GetService<ChatApi>());
        Assert.Equal("mistral_ai", pipeline.GetService<ChatClientMetadata>()?.ProviderName);
    }

    [Fact]
    public void A_client_is_made_of_a_client_and_of_a_model_that_has_a_name()
    {
        using var client = StubServer.Any().Client();

        Assert.Throws<ArgumentNullException>("client", () => MistralClientExtensions.AsIChatClient(null!));
        Assert.Throws<ArgumentException>("defaultModelId", () => client.AsIChatClient(" "));
    }

    [Fact]
    public async Task Without_a_model_the_error_says_both_places_where_one_can_be_named()
    {
        using var chat = NoNetwork().AsIChatClient();
        var cancellationToken = TestContext.Current.CancellationToken;

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => chat.GetResponseAsync("Hi", cancellationToken: cancellationToken));

        Assert.Contains("AsIChatClient", error.Message, StringComparison.Ordinal);
        Assert.Contains("ChatOptions.ModelId", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => { _ = chat.GetStreamingResponseAsync("Hi", cancellationToken: cancellationToken); });
    }

    [Fact]
    public async Task The_model_of_the_options_outranks_that_of_the_client()
    {
        var server = StubServer.Any();

        await server.Chat(model: null).GetResponseAsync("Hi", new() { ModelId = "of-options" }, TestContext.Current.CancellationToken);

        Assert.Equal("of-options", server.Body()["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task Null_messages_are_an_error_of_the_call_also_in_a_stream()
    {
        using var chat = NoNetwork().AsIChatClient("m");
        var cancellationToken = TestContext.Current.CancellationToken;
        IEnumerable<ChatMessage> none = null!;

        await Assert.ThrowsAsync<ArgumentNullException>("messages", () => chat.GetResponseAsync(none, cancellationToken: cancellationToken));
        Assert.Throws<ArgumentNullException>("messages", () => { _ = chat.GetStreamingResponseAsync(none, cancellationToken: cancellationToken); });
    }

    [Fact]
    public async Task Nothing_is_asked_before_a_stream_is_read()
    {
        var server = StubServer.Streaming(StubServer.Chunk("""{"content":"OK"}""", "stop"));

        var stream = server.Chat().GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(server.Bodies);
        Assert.Equal("OK", (await stream.ToChatResponseAsync(TestContext.Current.CancellationToken)).Text);
        Assert.Single(server.Bodies);
    }

    [Fact]
    public async Task A_stream_read_twice_is_asked_twice_and_whole_both_times()
    {
        var server = StubServer.Streaming(
            StubServer.Chunk("""{"content":"Once upon"}"""),
            StubServer.Chunk("""{"content":" a time"}""", "stop", """{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}"""));
        var stream = server.Chat().GetStreamingResponseAsync(
            [new(ChatRole.User, "Tell."), new(ChatRole.Assistant, "Once")], cancellationToken: TestContext.Current.CancellationToken);

        var first = await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);
        var second = await stream.ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal((" upon a time", 3L), (first.Text, first.Usage?.TotalTokenCount));
        Assert.Equal((" upon a time", 3L), (second.Text, second.Usage?.TotalTokenCount));
        Assert.Equal(2, server.Bodies.Count);
    }

    [Fact]
    public async Task Disposing_it_any_number_of_times_leaves_the_client_as_it_was()
    {
        var server = StubServer.Any();
        using var client = server.Client();
        var chat = client.AsIChatClient("m");

        chat.Dispose();
        chat.Dispose();

        Assert.Equal("OK", (await client.AsIChatClient("m").GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)).Text);
    }

    [Fact]
    public async Task One_client_serves_many_conversations_at_once()
    {
        var server = StubServer.Any();
        using var chat = server.Chat();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => city, "look")], StopSequences = ["END"] };

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 64),
            TestContext.Current.CancellationToken,
            async (number, cancellationToken) => await chat.GetResponseAsync($"Question {number}", options, cancellationToken));

        var asked = server.Bodies.Select(body => body!["messages"]![0]!["content"]!.GetValue<string>()).ToHashSet();
        Assert.Equal(64, asked.Count);
        Assert.All(server.Bodies, body => Assert.Single(body!["tools"]!.AsArray()));
        Assert.All(server.Bodies, body => Assert.Single(body!["stop"]!.AsArray()));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_sends_nothing()
    {
        var server = StubServer.Any();
        using var chat = server.Chat();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chat.GetResponseAsync("Hi", cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => chat.GetStreamingResponseAsync("Hi", cancellationToken: cancelled).ToChatResponseAsync(CancellationToken.None));
        Assert.Empty(server.Bodies);
    }

    /// <summary>A client that must not send: strict and without a setup, its network throws.</summary>
    private static MistralClient NoNetwork() =>
        new(new HttpClient(new Mock<HttpMessageHandler>(MockBehavior.Strict).Object, disposeHandler: false), new() { ApiKey = "test-key" });

    private sealed class Passing(IChatClient inner) : DelegatingChatClient(inner);
}
