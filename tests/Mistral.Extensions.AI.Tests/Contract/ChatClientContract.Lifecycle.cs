using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Contract;

public abstract partial class ChatClientContract
{
    [Fact]
    public async Task Canceled_token_throws_OperationCanceledException()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ChatClient.GetResponseAsync("Hi", cancellationToken: cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ChatClient.GetStreamingResponseAsync("Hi", null, cancellation.Token).ToChatResponseAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_during_a_stream_throws_OperationCanceledException(bool cancelEnumerator)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var updates = cancelEnumerator
            ? ChatClient.GetStreamingResponseAsync("Tell a long story.", cancellationToken: CancellationToken.None)
            : ChatClient.GetStreamingResponseAsync("Tell a long story.", cancellationToken: cancellation.Token);
        var count = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in updates.WithCancellation(cancelEnumerator ? cancellation.Token : CancellationToken.None))
            {
                count++;
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task Stream_enumeration_can_be_stopped_early()
    {
        await foreach (var update in ChatClient.GetStreamingResponseAsync("Tell a long story.", cancellationToken: Token))
            break;

        Assert.NotEmpty((await ChatClient.GetResponseAsync("Hi", cancellationToken: Token)).Text);
    }

    [Fact]
    public async Task Concurrent_requests_are_supported()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(number =>
            GetResponseAsync([new(ChatRole.User, $"Say the number {number}.")], null, streaming: number % 2 == 0)));

        Assert.All(responses, response => Assert.NotEmpty(response.Text));
        Assert.Equal(4, responses.Select(response => response.ResponseId).Distinct().Count());
    }

    [Fact]
    public void Chat_client_can_be_disposed_twice()
    {
        ChatClient.Dispose();

        Assert.Null(Record.Exception(ChatClient.Dispose));
    }

    [Fact]
    public void GetService_returns_services_only_without_a_key()
    {
        var metadata = ChatClient.GetService<ChatClientMetadata>()!;

        Assert.Equal("mistral_ai", metadata.ProviderName);
        Assert.NotNull(metadata.ProviderUri);
        Assert.False(string.IsNullOrEmpty(metadata.DefaultModelId));
        Assert.Same(metadata, ChatClient.GetService(typeof(ChatClientMetadata)));
        Assert.Same(ChatClient, ChatClient.GetService<IChatClient>());
        Assert.Null(ChatClient.GetService(typeof(ChatClientMetadata), "a key"));
        Assert.Null(ChatClient.GetService<IChatClient>("a key"));
        Assert.Null(ChatClient.GetService(typeof(string)));
        Assert.Throws<ArgumentNullException>("serviceType", () => ChatClient.GetService(null!));
    }

    [Fact]
    public async Task Null_messages_throw_ArgumentNullException()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(
            "messages", () => ChatClient.GetResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Token));
        Assert.Throws<ArgumentNullException>(
            "messages", () => { ChatClient.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Token); });
    }

    [Fact]
    public async Task Messages_and_options_are_not_modified()
    {
        List<ChatMessage> messages = [new(ChatRole.User, "What is the weather in Paris?")];
        var options = new ChatOptions { Tools = [GetWeather], Instructions = "Be terse.", StopSequences = ["###"], Temperature = 0 };

        await GetResponseAsync(messages, options, streaming: false);
        await GetResponseAsync(messages, options, streaming: true);

        Assert.Equal("What is the weather in Paris?", Assert.Single(messages).Text);
        Assert.Equal(
            (null, null, null, "Be terse."), (options.ModelId, options.ToolMode, options.AllowMultipleToolCalls, options.Instructions));
        Assert.Same(GetWeather, Assert.Single(options.Tools));
        Assert.Equal("###", Assert.Single(options.StopSequences));
    }
}
