using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Middleware;

/// <summary>The M.E.AI middleware for caching, options and chat history reduction with the Mistral clients.</summary>
public sealed class CachingAndReductionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repeated_request_is_served_from_the_cache(bool streaming)
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture).AsBuilder().UseDistributedCache(new MemoryCache()).Build();

        var first = await AskAsync(chat, streaming, "Hi");
        var second = await AskAsync(chat, streaming, "Hi");
        await AskAsync(chat, streaming, "Hello");

        Assert.Equal(2, fixture.RequestBodies.Count);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.ModelId, second.ModelId);
        Assert.Equal(first.Usage?.TotalTokenCount, second.Usage?.TotalTokenCount);
        Assert.Equal(first.FinishReason, second.FinishReason);
    }

    [Fact]
    public async Task Function_call_from_the_cache_is_invoked()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var getWeather = AIFunctionFactory.Create((string city) => $"sunny in {city}", "get_weather");
        using var chat = CreateChatClient(fixture).AsBuilder().UseFunctionInvocation().UseDistributedCache(new MemoryCache()).Build();

        var first = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [getWeather] }, Token);
        var second = await chat.GetResponseAsync("The weather in Paris?", new ChatOptions { Tools = [getWeather] }, Token);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(2, fixture.RequestBodies.Count);
    }

    [Fact]
    public async Task Repeated_embedding_is_served_from_the_cache()
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var generator = fixture.Client.AsIEmbeddingGenerator("mistral-embed").AsBuilder()
            .UseDistributedCache(new MemoryCache())
            .Build();

        var first = await generator.GenerateVectorAsync("one", cancellationToken: Token);
        var second = await generator.GenerateVectorAsync("one", cancellationToken: Token);

        Assert.Single(fixture.RequestBodies);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Fact]
    public async Task Options_set_by_ConfigureOptions_are_sent()
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture).AsBuilder()
            .ConfigureOptions(options => (options.Temperature, options.AdditionalProperties) = (0.3f, new() { ["safe_prompt"] = true }))
            .Build();

        await chat.GetResponseAsync("Hi", cancellationToken: Token);

        Assert.Equal(0.3, (double?)Assert.Single(fixture.RequestBodies)["temperature"]);
        Assert.True((bool?)fixture.RequestBodies[0]["safe_prompt"]);
    }

    [Fact]
    public async Task Reducer_removes_messages_from_the_request()
    {
        await using var fixture = await KernelFixture.StartAsync();
        using var chat = CreateChatClient(fixture).AsBuilder().UseChatReducer(new MessageCountingChatReducer(1)).Build();

        await chat.GetResponseAsync(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "One"), new(ChatRole.Assistant, "1"), new(ChatRole.User, "Two")],
            cancellationToken: Token);

        Assert.Equal(["Be brief.", "Two"], fixture.GetMessages(0).Select(message => (string)message!["content"]!));
    }

    [Fact]
    public async Task Summarizing_reducer_can_use_the_same_model()
    {
        await using var fixture = await KernelFixture.StartAsync();
        var innerClient = CreateChatClient(fixture);
        using var chat = innerClient.AsBuilder().UseChatReducer(new SummarizingChatReducer(innerClient, 1, 0)).Build();

        var response = await chat.GetResponseAsync(
            [
                new(ChatRole.User, "One"), new(ChatRole.Assistant, "1"),
                new(ChatRole.User, "Two"), new(ChatRole.Assistant, "2"),
                new(ChatRole.User, "Three"),
            ],
            cancellationToken: Token);

        Assert.Equal(2, fixture.RequestBodies.Count);
        Assert.Equal("Three", (string?)fixture.GetMessages(1)[^1]!["content"]);
        Assert.Contains("Three", response.Text, StringComparison.Ordinal);
    }

    private static IChatClient CreateChatClient(KernelFixture fixture) => fixture.Client.AsIChatClient(KernelFixture.ModelId);

    private static async Task<ChatResponse> AskAsync(IChatClient chat, bool streaming, string question) => streaming
        ? await chat.GetStreamingResponseAsync(question, cancellationToken: Token).ToChatResponseAsync(Token)
        : await chat.GetResponseAsync(question, cancellationToken: Token);

    private sealed class MemoryCache : IDistributedCache
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
