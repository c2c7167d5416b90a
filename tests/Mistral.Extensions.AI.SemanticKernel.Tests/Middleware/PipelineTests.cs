using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>M.E.AI's other middleware over our clients.</summary>
public sealed class PipelineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cache_answers_what_was_asked_before(bool streaming)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Chat(emulated).AsBuilder().UseDistributedCache(new Cache()).Build();

        var first = await AskAsync(chat, streaming, "Hi");
        var again = await AskAsync(chat, streaming, "Hi");
        await AskAsync(chat, streaming, "Hello");

        Assert.Equal(2, emulated.Bodies.Count);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(first.ModelId, again.ModelId);
        Assert.Equal(first.Usage?.TotalTokenCount, again.Usage?.TotalTokenCount);
        Assert.Equal(first.FinishReason, again.FinishReason);
    }

    [Fact]
    public async Task A_cached_call_can_be_answered_as_a_fresh_one_can()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var getWeather = AIFunctionFactory.Create((string city) => $"sunny in {city}", "get_weather");
        using var chat = Chat(emulated).AsBuilder().UseFunctionInvocation().UseDistributedCache(new Cache()).Build();

        var first = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [getWeather] }, Token);
        var again = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [getWeather] }, Token);

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(2, emulated.Bodies.Count);
    }

    [Fact]
    public async Task Embeddings_are_cached_too()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var generator = emulated.Client.AsIEmbeddingGenerator("mistral-embed").AsBuilder().UseDistributedCache(new Cache()).Build();

        var first = await generator.GenerateVectorAsync("one", cancellationToken: Token);
        var again = await generator.GenerateVectorAsync("one", cancellationToken: Token);

        Assert.Single(emulated.Bodies);
        Assert.Equal(first.ToArray(), again.ToArray());
    }

    [Fact]
    public async Task Options_are_completed_on_the_way()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Chat(emulated).AsBuilder()
            .ConfigureOptions(options => (options.Temperature, options.AdditionalProperties) = (0.3f, new() { ["safe_prompt"] = true }))
            .Build();

        await chat.GetResponseAsync("Hi", cancellationToken: Token);

        Assert.Equal(0.3, (double?)Assert.Single(emulated.Bodies)["temperature"]);
        Assert.True((bool?)emulated.Bodies[0]["safe_prompt"]);
    }

    [Fact]
    public async Task A_reducer_shortens_what_is_sent()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        using var chat = Chat(emulated).AsBuilder().UseChatReducer(new MessageCountingChatReducer(1)).Build();

        await chat.GetResponseAsync(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "One"), new(ChatRole.Assistant, "1"), new(ChatRole.User, "Two")], cancellationToken: Token);

        Assert.Equal(["Be brief.", "Two"], emulated.Messages(0).AsArray().Select(message => (string)message!["content"]!));
    }

    [Fact]
    public async Task A_summarizing_reducer_asks_the_same_model()
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var inner = Chat(emulated);
        using var chat = inner.AsBuilder().UseChatReducer(new SummarizingChatReducer(inner, 1, 0)).Build();

        var response = await chat.GetResponseAsync(
            [new(ChatRole.User, "One"), new(ChatRole.Assistant, "1"), new(ChatRole.User, "Two"), new(ChatRole.Assistant, "2"), new(ChatRole.User, "Three")],
            cancellationToken: Token);

        Assert.Equal(2, emulated.Bodies.Count);
        Assert.Equal("Three", (string?)emulated.Messages(1).AsArray()[^1]!["content"]);
        Assert.Contains("Three", response.Text, StringComparison.Ordinal);
    }

    private static IChatClient Chat(EmulatedKernel emulated) => emulated.Client.AsIChatClient(EmulatedKernel.Model);

    private static async Task<ChatResponse> AskAsync(IChatClient chat, bool streaming, string question) => streaming
        ? await chat.GetStreamingResponseAsync(question, cancellationToken: Token).ToChatResponseAsync(Token)
        : await chat.GetResponseAsync(question, cancellationToken: Token);

    private sealed class Cache : IDistributedCache
    {
        private readonly ConcurrentDictionary<string, byte[]> _entries = new();

        public byte[]? Get(string key) => _entries.GetValueOrDefault(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _entries[key] = value;

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => _entries.TryRemove(key, out _);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }
    }
}
