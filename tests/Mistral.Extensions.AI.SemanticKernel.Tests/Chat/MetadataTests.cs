using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>The metadata of responses and of chunks: ID, finish reason, creation time and token usage.</summary>
public sealed class MetadataTests
{
    private const string Usage = """
        {"prompt_tokens":400,"completion_tokens":20,"total_tokens":420,
         "prompt_tokens_details":{"cached_tokens":64,"audio_tokens":375},"completion_tokens_details":{"reasoning_tokens":12} }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Response_has_ID_finish_reason_time_and_usage()
    {
        using var server = StubServer.WithResponse($$"""
            {"id":"cmpl-1","object":"chat.completion","created":1769088720,"model":"{{StubServer.Model}}",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"length"}],"usage":{{Usage}} }
            """);

        var response = await CreateService(server).GetChatMessageContentAsync("Hi", cancellationToken: Token);

        AssertMetadata(response.Metadata!);
        AssertUsage(response.Metadata!);
    }

    [Fact]
    public async Task Chunks_have_the_ID_and_the_last_chunk_has_finish_reason_and_usage()
    {
        using var server = StubServer.WithStream(
            StubServer.Chunk("""{"role":"assistant","content":"Hi"}"""), StubServer.Chunk("""{"content":""}""", "length", Usage));

        var chunks = await CreateService(server).GetStreamingChatMessageContentsAsync("Hi", cancellationToken: Token).ToListAsync(Token);

        Assert.All(chunks, chunk => Assert.Equal("cmpl-1", chunk.Metadata!["Id"]));
        var last = Assert.Single(chunks, chunk => chunk.Metadata!["FinishReason"] is not null);
        AssertMetadata(last.Metadata!);
        AssertUsage(Assert.Single(chunks, chunk => chunk.Metadata!["Usage"] is not null).Metadata!);
    }

    [Fact]
    public async Task Response_after_function_calls_has_the_usage_of_all_requests()
    {
        await using var fixture = await KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));
        fixture.EnqueueMessage(
            """
            {"role":"assistant","content":"","tool_calls":[
              {"id":"abcdefghi","function":{"name":"weather_get_weather","arguments":"{\"city\":\"Paris\"}"} }]}
            """,
            "tool_calls");
        fixture.EnqueueMessage("""{"role":"assistant","content":"Sun."}""");
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        ChatHistory history = [new(AuthorRole.User, "The weather in Paris?")];

        var response = await fixture.Kernel.GetRequiredService<IChatCompletionService>()
            .GetChatMessageContentAsync(history, settings, fixture.Kernel, Token);

        Assert.Equal(30, Assert.IsType<UsageDetails>(response.Metadata!["Usage"]).TotalTokenCount);
        Assert.Equal("stop", response.Metadata["FinishReason"]);
        Assert.All(history, message => Assert.False(message.Metadata?.ContainsKey("Usage") is true));
    }

    private static void AssertMetadata(IReadOnlyDictionary<string, object?> metadata)
    {
        Assert.Equal("cmpl-1", metadata["Id"]);
        Assert.Equal("length", metadata["FinishReason"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1769088720), metadata["CreatedAt"]);
    }

    private static void AssertUsage(IReadOnlyDictionary<string, object?> metadata)
    {
        var usage = Assert.IsType<UsageDetails>(metadata["Usage"]);
        Assert.Equal((400, 20, 420), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
        Assert.Equal((64, 12), (usage.CachedInputTokenCount, usage.ReasoningTokenCount));
        Assert.Equal(375, usage.InputAudioTokenCount);
    }

    private static MistralChatCompletionService CreateService(StubServer server) => new(StubServer.Model, server.CreateClient());
}
