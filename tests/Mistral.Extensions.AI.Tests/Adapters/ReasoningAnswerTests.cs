using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

public sealed class ReasoningAnswerTests
{
    private const string Thought = """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Secret."}],"signature":"c2ln"},{"type":"text","text":"Yes."}]}""";

    [Fact]
    public async Task Thinking_is_no_part_of_the_text()
    {
        var response = await Answers.WholeAsync(Thought);

        Assert.Equal("Yes.", response.Text);
        Assert.Equal("Secret.", Assert.Single(response.Contents().OfType<TextReasoningContent>()).Text);
    }

    [Fact]
    public async Task Empty_deltas_between_do_not_cut_the_trace_in_two()
    {
        var response = await Answers.StreamedAsync(
        [
            """{"role":"assistant","content":""}""",
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"One, "}]}]}""",
            """{"content":""}""",
            """{"content":[]}""",
            """{"content":[{"type":"thinking","thinking":[]}]}""",
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"two."}]},{"type":"text","text":""}]}""",
            """{"content":"Three."}""",
        ]);

        Assert.Equal(["TextReasoningContent One, two.", "TextContent Three."], response.Contents().Select(content => Answers.Describe(content).Trim()));
    }

    [Fact]
    public async Task Each_piece_of_thinking_is_given_out_as_it_comes()
    {
        var updates = await Answers.UpdatesAsync(
        [
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"One, "}]}]}""",
            """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"two."}]}]}""",
        ]);

        Assert.Equal(["One, ", "two."], updates.SelectMany(update => update.Contents).OfType<TextReasoningContent>().Select(thought => thought.Text));
    }

    [Fact]
    public async Task Hidden_thinking_keeps_its_signature_and_nothing_else()
    {
        var options = new ChatOptions { Reasoning = new() { Output = ReasoningOutput.None } };

        foreach (var response in new[] { await Answers.WholeAsync(Thought, options: options), await Answers.StreamedAsync([Thought], options: options) })
        {
            Assert.Equal(["TextReasoningContent  c2ln", "TextContent Yes."], response.Contents().Select(content => Answers.Describe(content).Trim()));
            JsonAssert.Equal("""{"role":"assistant","content":"Yes."}""", (await response.NextTurnAsync())[1]);
        }
    }

    [Fact]
    public async Task Thinking_without_an_answer_goes_back_as_thinking()
    {
        var response = await Answers.WholeAsync("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Too long"}]}]}""", "length");

        JsonAssert.Equal("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Too long"}]}]}""", (await response.NextTurnAsync())[1]);
    }
}
