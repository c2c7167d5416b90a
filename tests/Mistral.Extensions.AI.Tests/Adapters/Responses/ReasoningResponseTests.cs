using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

public sealed class ReasoningResponseTests
{
    private const string ThinkingMessage = """
        {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Secret."}],"signature":"c2ln"},
         {"type":"text","text":"Yes."}]}
        """;

    [Fact]
    public async Task Thinking_is_not_part_of_the_response_text()
    {
        var response = await ChatResponses.FromMessageAsync(ThinkingMessage);

        Assert.Equal("Yes.", response.Text);
        Assert.Equal("Secret.", Assert.Single(response.Contents().OfType<TextReasoningContent>()).Text);
    }

    [Fact]
    public async Task Empty_deltas_do_not_split_the_thinking()
    {
        var response = await ChatResponses.FromDeltasAsync(
        [
            """{"role":"assistant","content":""}""",
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"One, "}]}]}""",
            """{"content":""}""",
            """{"content":[]}""",
            """{"content":[{"type":"thinking","thinking":[]}]}""",
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"two."}]},{"type":"text","text":""}]}""",
            """{"content":"Three."}""",
        ]);

        Assert.Equal(
            ["TextReasoningContent One, two.", "TextContent Three."],
            response.Contents().Select(content => ChatResponses.Describe(content).Trim()));
    }

    [Fact]
    public async Task Thinking_chunks_are_streamed_as_received()
    {
        var updates = await ChatResponses.UpdatesFromDeltasAsync(
        [
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"One, "}]}]}""",
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"two."}]}]}""",
        ]);

        Assert.Equal(
            ["One, ", "two."],
            updates.SelectMany(update => update.Contents).OfType<TextReasoningContent>().Select(content => content.Text));
    }

    [Fact]
    public async Task Reasoning_output_None_keeps_only_the_signature()
    {
        var options = new ChatOptions { Reasoning = new() { Output = ReasoningOutput.None } };

        ChatResponse[] responses =
        [
            await ChatResponses.FromMessageAsync(ThinkingMessage, options: options),
            await ChatResponses.FromDeltasAsync([ThinkingMessage], options: options),
        ];
        foreach (var response in responses)
        {
            Assert.Equal(
                ["TextReasoningContent  mistral:c2ln", "TextContent Yes."],
                response.Contents().Select(content => ChatResponses.Describe(content).Trim()));
            JsonAssert.Equal("""{"role":"assistant","content":"Yes."}""", (await response.GetNextRequestMessagesAsync())[1]);
        }
    }

    [Fact]
    public async Task Thinking_without_text_is_sent_back_as_thinking()
    {
        var response = await ChatResponses.FromMessageAsync(
            """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Too long"}]}]}""", "length");

        JsonAssert.Equal(
            """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Too long"}]}]}""",
            (await response.GetNextRequestMessagesAsync())[1]);
    }
}
