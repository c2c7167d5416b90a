namespace Mistral.Extensions.AI.Tests.Emulator;

public sealed class ThinkingTests
{
    [Theory]
    [InlineData("""{"reasoning_effort":"high"}""")]
    [InlineData("""{"model":"magistral-medium-latest","prompt_mode":"reasoning"}""")]
    public async Task A_thinking_answer_is_a_list_that_begins_with_the_closed_and_signed_thought(string options)
    {
        await using var wire = await Wire.StartAsync();

        var content = (await wire.AskAsync("Hi", options)).Message["content"]!.AsArray();

        Assert.Equal(
            ("thinking", "I am an emulator, so I do not think. I read: \"Hi\".", "ZW11bGF0b3I=", true),
            ((string?)content[0]!["type"], (string?)content[0]!["thinking"]![0]!["text"], (string?)content[0]!["signature"],
                (bool)content[0]!["closed"]!));
        Assert.Equal("You said: \"Hi\".", (string?)content[1]!["text"]);
        Assert.Equal(2, content.Count);
    }

    [Theory]
    [InlineData("""{"reasoning_effort":"none"}""")]
    [InlineData("""{"model":"magistral-medium-latest"}""")]
    public async Task An_answer_without_thinking_is_a_string(string options)
    {
        await using var wire = await Wire.StartAsync();

        Assert.Equal("You said: \"Hi\".", (await wire.AskAsync("Hi", options)).Content);
    }

    [Fact]
    public async Task A_thought_can_be_sent_back()
    {
        await using var wire = await Wire.StartAsync();
        var thought = (await wire.AskAsync("Hi", """{"reasoning_effort":"high"}""")).Message["content"]!.ToJsonString();

        var reply = await wire.ChatAsync(
            $$"""{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":{{thought}}},{"role":"user","content":"And?"}]}""");

        Assert.Equal("You said: \"And?\".", reply.Content);
    }

    [Fact]
    public async Task A_deprecated_model_says_so_in_a_header()
    {
        await using var wire = await Wire.StartAsync();

        var old = await wire.AskAsync("Hi", """{"model":"magistral-medium-latest"}""");
        var current = await wire.AskAsync("Hi");

        Assert.Equal("2026-07-31T12:00:00Z", old.Headers["x-model-deprecation-timestamp"]);
        Assert.False(current.Headers.ContainsKey("x-model-deprecation-timestamp"));
    }
}
