using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Contract;

public abstract partial class ChatClientContract
{
    [Fact]
    public async Task What_was_cancelled_before_it_began_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Chat.GetResponseAsync("Hi", cancellationToken: cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Chat.GetStreamingResponseAsync("Hi", cancellationToken: cancelled.Token).ToChatResponseAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_is_cancelled_on_its_way_does_not_end_as_if_it_were_whole(bool tokenOfTheEnumeration)
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var updates = tokenOfTheEnumeration
            ? Chat.GetStreamingResponseAsync("Tell a long story.", cancellationToken: CancellationToken.None)
            : Chat.GetStreamingResponseAsync("Tell a long story.", cancellationToken: cancelling.Token);
        var count = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in updates.WithCancellation(tokenOfTheEnumeration ? cancelling.Token : CancellationToken.None))
            {
                count++;
                await cancelling.CancelAsync();
            }
        });

        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_stream_may_be_left_before_its_end()
    {
        await foreach (var update in Chat.GetStreamingResponseAsync("Tell a long story.", cancellationToken: Token))
            break;

        Assert.NotEmpty((await Chat.GetResponseAsync("Hi", cancellationToken: Token)).Text);
    }

    [Fact]
    public async Task Several_may_ask_at_the_same_time()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(number =>
            AskAsync([new(ChatRole.User, $"Say the number {number}.")], null, streaming: number % 2 == 0)));

        Assert.All(responses, response => Assert.NotEmpty(response.Text));
        Assert.Equal(4, responses.Select(response => response.ResponseId).Distinct().Count());
    }

    [Fact]
    public void It_may_be_disposed_twice()
    {
        Chat.Dispose();

        Assert.Null(Record.Exception(Chat.Dispose));
    }

    [Fact]
    public void Services_are_found_by_their_type_alone()
    {
        var metadata = Chat.GetService<ChatClientMetadata>()!;

        Assert.Equal("mistral_ai", metadata.ProviderName);
        Assert.NotNull(metadata.ProviderUri);
        Assert.False(string.IsNullOrEmpty(metadata.DefaultModelId));
        Assert.Same(metadata, Chat.GetService(typeof(ChatClientMetadata)));
        Assert.Same(Chat, Chat.GetService<IChatClient>());
        Assert.Null(Chat.GetService(typeof(ChatClientMetadata), "a key"));
        Assert.Null(Chat.GetService<IChatClient>("a key"));
        Assert.Null(Chat.GetService(typeof(string)));
        Assert.Throws<ArgumentNullException>("serviceType", () => Chat.GetService(null!));
    }

    [Fact]
    public async Task No_messages_at_all_are_an_error_of_the_call()
    {
        await Assert.ThrowsAsync<ArgumentNullException>("messages", () => Chat.GetResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Token));
        Assert.Throws<ArgumentNullException>("messages", () => { Chat.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Token); });
    }

    [Fact]
    public async Task Messages_and_options_come_back_as_they_were_given()
    {
        List<ChatMessage> messages = [new(ChatRole.User, "What is the weather in Paris?")];
        var options = new ChatOptions { Tools = [GetWeather], Instructions = "Be terse.", StopSequences = ["###"], Temperature = 0 };

        await AskAsync(messages, options, streaming: false);
        await AskAsync(messages, options, streaming: true);

        Assert.Equal("What is the weather in Paris?", Assert.Single(messages).Text);
        Assert.Equal((null, null, null, "Be terse."), (options.ModelId, options.ToolMode, options.AllowMultipleToolCalls, options.Instructions));
        Assert.Same(GetWeather, Assert.Single(options.Tools));
        Assert.Equal("###", Assert.Single(options.StopSequences));
    }
}
