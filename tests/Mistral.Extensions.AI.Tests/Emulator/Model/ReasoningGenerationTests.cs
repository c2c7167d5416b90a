using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model;

public sealed class ReasoningGenerationTests
{
    [Theory]
    [InlineData("""{"reasoning_effort":"high"}""")]
    [InlineData("""{"model":"magistral-medium-latest","prompt_mode":"reasoning"}""")]
    public async Task Reasoning_response_is_a_list_that_starts_with_a_closed_thinking_chunk(string options)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var content = (await emulator.PostUserMessageAsync("Hi", options)).Message["content"]!.AsArray();

        Assert.Equal(
            ("thinking", "This is an emulator, so there is no reasoning. The prompt is: \"Hi\".", true),
            ((string?)content[0]!["type"], (string?)content[0]!["thinking"]![0]!["text"], (bool)content[0]!["closed"]!));
        Assert.Equal("You said: \"Hi\".", (string?)content[1]!["text"]);
        Assert.Equal(2, content.Count);
    }

    [Theory]
    [InlineData("""{"reasoning_effort":"none"}""")]
    [InlineData("""{"model":"magistral-medium-latest"}""")]
    public async Task Response_without_reasoning_is_a_string(string options)
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal("You said: \"Hi\".", (await emulator.PostUserMessageAsync("Hi", options)).Content);
    }

    [Fact]
    public async Task Thinking_chunk_can_be_sent_back()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = await emulator.PostUserMessageAsync("Hi", """{"reasoning_effort":"high"}""");
        var content = first.Message["content"]!.ToJsonString();

        var response = await emulator.PostChatAsync(
            $$"""
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":{{content}}},{"role":"user","content":"And?"}]}
            """);

        Assert.Equal("You said: \"And?\".", response.Content);
    }

    [Fact]
    public async Task Deprecated_model_returns_a_deprecation_header()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var deprecated = await emulator.PostUserMessageAsync("Hi", """{"model":"magistral-medium-latest"}""");
        var current = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal("2026-07-31T12:00:00Z", deprecated.Headers["x-model-deprecation-timestamp"]);
        Assert.False(current.Headers.ContainsKey("x-model-deprecation-timestamp"));
    }
}
