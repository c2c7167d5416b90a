using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Tests.Contract;

/// <summary>
/// The behavior that users of an <see cref="IChatClient"/> rely on. The assertions are about the shape of responses, never about their
/// wording, so that they hold for a model as well as for the emulator.
/// </summary>
public abstract partial class ChatClientContract : IAsyncLifetime
{
    /// <summary>The client under test. Its default model supports images, tool calls and reasoning.</summary>
    protected IChatClient ChatClient { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => ChatClient = await CreateChatClientAsync();

    public virtual ValueTask DisposeAsync()
    {
        ChatClient?.Dispose();
        GC.SuppressFinalize(this);
        return default;
    }

    protected abstract ValueTask<IChatClient> CreateChatClientAsync();

    [Fact]
    public async Task Response_has_one_assistant_message_with_metadata()
    {
        var response = await ChatClient.GetResponseAsync("What is the largest animal?", cancellationToken: Token);

        var message = Assert.Single(response.Messages);
        Assert.Equal(ChatRole.Assistant, message.Role);
        Assert.NotEmpty(Assert.IsType<TextContent>(Assert.Single(message.Contents)).Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.False(string.IsNullOrEmpty(response.ResponseId));
        Assert.False(string.IsNullOrEmpty(response.ModelId));
        Assert.NotNull(response.CreatedAt);
        Assert.NotNull(response.RawRepresentation);
        // A ConversationId would mean that the server stores the history, which chat completions do not.
        Assert.Null(response.ConversationId);
    }

    [Fact]
    public async Task Streamed_updates_share_one_response_and_message_id()
    {
        var updates = await ChatClient.GetStreamingResponseAsync("Say a long sentence about whales.", null, Token).ToListAsync(Token);

        Assert.True(updates.Count(update => update.Text.Length > 0) > 1);
        Assert.All(updates, update => Assert.Equal(ChatRole.Assistant, update.Role));
        Assert.Single(updates.Select(update => update.ResponseId).Distinct());
        Assert.Single(updates.Select(update => update.MessageId).Distinct());
        Assert.Equal(ChatFinishReason.Stop, Assert.Single(updates, update => update.FinishReason is not null).FinishReason);
    }

    [Fact]
    public async Task Streamed_updates_are_combined_into_one_message_with_one_text()
    {
        var response = await ChatClient.GetStreamingResponseAsync("What is the largest animal?", null, Token).ToChatResponseAsync(Token);

        var message = Assert.Single(response.Messages);
        Assert.Equal(ChatRole.Assistant, message.Role);
        Assert.NotEmpty(Assert.IsType<TextContent>(Assert.Single(message.Contents)).Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.False(string.IsNullOrEmpty(response.ModelId));
        Assert.Null(response.ConversationId);
    }

    [Fact]
    public async Task Usage_is_reported_once_and_totals_add_up()
    {
        var complete = (await ChatClient.GetResponseAsync("Say three words.", cancellationToken: Token)).Usage!;
        var updates = await ChatClient.GetStreamingResponseAsync("Say three words.", cancellationToken: Token).ToListAsync(Token);
        var streamed = Assert.Single(updates.SelectMany(update => update.Contents).OfType<UsageContent>()).Details;

        Assert.All([complete, streamed], usage =>
        {
            Assert.True(usage.InputTokenCount > 1);
            Assert.True(usage.OutputTokenCount > 1);
            Assert.Equal(usage.InputTokenCount + usage.OutputTokenCount, usage.TotalTokenCount);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_history_with_responses_is_accepted(bool streaming)
    {
        List<ChatMessage> history = [new(ChatRole.System, "You are terse."), new(ChatRole.User, "Name a whale.")];
        history.AddMessages(await GetResponseAsync(history, null, streaming));
        history.Add(new(ChatRole.User, "Name another."));

        var response = await GetResponseAsync(history, null, streaming);

        Assert.Equal(4, history.Count);
        Assert.NotEmpty(response.Text);
    }

    [Fact]
    public async Task Empty_messages_and_author_names_are_accepted()
    {
        var response = await ChatClient.GetResponseAsync(
            [
                new(ChatRole.System, ""),
                new(ChatRole.User, ""),
                new(ChatRole.Assistant, ""),
                new(ChatRole.User, "What is one plus two?") { AuthorName = "Ann Lee" },
            ],
            cancellationToken: Token);

        Assert.NotEmpty(response.Text);
    }

    [Fact]
    public async Task Late_and_last_system_messages_are_accepted()
    {
        List<ChatMessage> messages =
        [
            new(ChatRole.User, "Whales are large."), new(ChatRole.Assistant, "They are."), new(ChatRole.System, "Be terse."),
            new(ChatRole.User, "And old."), new(ChatRole.Assistant, "They are."), new(ChatRole.System, "Sum up what was said."),
        ];

        Assert.NotEmpty((await ChatClient.GetResponseAsync(messages, cancellationToken: Token)).Text);
    }

    [Fact]
    public async Task Prefix_is_continued_and_not_repeated()
    {
        const string Prefix = "The colours of the rainbow, one after the other, are:";
        ChatMessage[] messages = [new(ChatRole.User, "Name the colours of the rainbow."), new(ChatRole.Assistant, Prefix)];

        Assert.All(
            [await GetResponseAsync(messages, null, streaming: false), await GetResponseAsync(messages, null, streaming: true)],
            response =>
            {
                Assert.NotEmpty(response.Text);
                Assert.DoesNotContain(Prefix, response.Text, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task MaxOutputTokens_ends_the_response_with_finish_reason_length()
    {
        var response = await ChatClient.GetResponseAsync(
            "Count aloud from one to one hundred, please.", new() { MaxOutputTokens = 3 }, Token);

        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
    }

    [Fact]
    public async Task Options_of_other_providers_are_ignored()
    {
        var options = new ChatOptions
        {
            TopK = 5,
            ConversationId = "somewhere else",
            AllowBackgroundResponses = true,
            RawRepresentationFactory = _ => new object(),
            AdditionalProperties = new() { ["stream_options"] = "x", ["think"] = true },
        };

        Assert.NotEmpty((await ChatClient.GetResponseAsync("Hi", options, Token)).Text);
        Assert.NotEmpty((await ChatClient.GetStreamingResponseAsync("Hi", options, Token).ToChatResponseAsync(Token)).Text);
        Assert.Equal(2, options.AdditionalProperties.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_response_throws_MistralException_with_status_and_message(bool streaming)
    {
        var error = await Assert.ThrowsAsync<MistralException>(
            () => GetResponseAsync([new(ChatRole.User, "Hi")], new() { ModelId = "no-such-model" }, streaming));

        Assert.Contains("no-such-model", error.Message, StringComparison.Ordinal);
        Assert.InRange((int)error.StatusCode!, 400, 499);
    }

    protected Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, bool streaming) => streaming
        ? ChatClient.GetStreamingResponseAsync(messages, options, Token).ToChatResponseAsync(Token)
        : ChatClient.GetResponseAsync(messages, options, Token);
}
