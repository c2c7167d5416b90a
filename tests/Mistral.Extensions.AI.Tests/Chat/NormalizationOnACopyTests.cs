using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>What is done to a conversation is done on the way out; the caller's objects are the caller's.</summary>
public sealed class NormalizationOnACopyTests
{
    [Fact]
    public async Task A_conversation_that_needs_every_rule_is_the_same_after_as_before()
    {
        List<ChatMessage> conversation =
        [
            Question("a"), Answer(new TextReasoningContent("hm") { ProtectedData = "s" }, Call("call_1")), Answer(Call("call_1"), Call("call_2")), Answer(""),
            Instruction("late"), Result("call_2", "2"), Results(new("call_1", "1"), new("call_1", "1b")), Question("b"), Instruction("last"),
        ];
        var options = new ChatOptions { Instructions = "first", ResponseFormat = ChatResponseFormat.Json, StopSequences = ["x"] };
        var (messages, settings) = (Text(conversation), Text(options));

        var sent = await conversation.SentAsync(rules => rules.MergeConsecutiveMessages = true, options);

        Assert.Equal(messages, Text(conversation));
        Assert.Equal(settings, Text(options));
        // It was not the same that went out.
        Assert.Equal(
            ["system", "user", "assistant", "tool", "tool", "tool", "assistant", "user"], sent.AsArray().Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task A_raw_request_that_is_given_again_and_again_does_not_grow()
    {
        var raw = new ChatCompletionRequest { Messages = [new SystemMessage("raw")], Stop = ["x"] };
        var options = new ChatOptions { RawRepresentationFactory = _ => raw, StopSequences = ["y"] };

        var first = await new[] { Question("a"), Answer("b"), Instruction("late"), Question("c") }.SentAsync(options: options);
        var second = await new[] { Question("a") }.SentAsync(options: options);

        JsonAssert.Equal("""
            [{"role":"system","content":"raw"},{"role":"system","content":"late"},
             {"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]
            """, first);
        JsonAssert.Equal("""[{"role":"system","content":"raw"},{"role":"user","content":"a"}]""", second);
        Assert.Single(raw.Messages);
        Assert.Single(raw.Stop);
    }

    [Fact]
    public async Task Messages_that_can_be_read_once_are_read_once()
    {
        var readings = 0;
        IEnumerable<ChatMessage> Once()
        {
            readings++;
            yield return Question("a");
            yield return Answer(Call("call_1"));
            yield return Result("call_1", "1");
        }

        await Once().SentAsync();

        Assert.Equal(1, readings);
    }

    private static string Text(List<ChatMessage> conversation) =>
        string.Join('\n', conversation.Select(message => JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage)))));

    private static string Text(ChatOptions options) => JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatOptions)));
}
