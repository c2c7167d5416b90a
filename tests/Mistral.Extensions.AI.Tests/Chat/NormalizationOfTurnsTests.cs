using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>A turn of the assistant is one message: thinking, text, calls.</summary>
public sealed class NormalizationOfTurnsTests
{
    [Fact]
    public async Task Calls_stored_as_a_message_each_become_one_message_again()
    {
        // Semantic Kernel's streaming stores a parallel call so.
        var sent = await new[]
        {
            Question("Both?"), Answer(Call("aaaaaaaaa", "one")), Answer(Call("bbbbbbbbb", "two")), Result("aaaaaaaaa", "1"), Result("bbbbbbbbb", "2"),
        }.SentAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":"Both?"},
             {"role":"assistant","tool_calls":[
               {"id":"aaaaaaaaa","type":"function","function":{"name":"one","arguments":"{}"}},
               {"id":"bbbbbbbbb","type":"function","function":{"name":"two","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"aaaaaaaaa","name":"one","content":"1"},
             {"role":"tool","tool_call_id":"bbbbbbbbb","name":"two","content":"2"}]
            """, sent);
    }

    [Fact]
    public async Task Text_and_a_call_in_two_messages_are_kept_together()
    {
        var sent = await new[] { Question("a"), Answer("Let me see."), Answer(Call("aaaaaaaaa")), Result("aaaaaaaaa", "1") }.SentAsync();

        JsonAssert.Equal("""
            {"role":"assistant","content":"Let me see.",
             "tool_calls":[{"id":"aaaaaaaaa","type":"function","function":{"name":"look","arguments":"{}"}}]}
            """, sent[1]);
    }

    [Fact]
    public async Task Texts_of_neighbouring_answers_are_joined_as_the_server_joins_them()
    {
        var sent = await new[] { Question("a"), Answer("one"), Answer("two"), Answer(""), Answer("three"), Question("b") }.SentAsync();

        JsonAssert.Equal("""{"role":"assistant","content":"one\n\ntwo\n\nthree"}""", sent[1]);
    }

    [Fact]
    public async Task Thoughts_of_neighbouring_answers_become_one_leading_chunk_with_the_last_signature()
    {
        var sent = await new[]
        {
            Question("a"),
            Answer(new TextReasoningContent("first ") { ProtectedData = "sig-1" }, new TextContent("one")),
            Answer(new TextReasoningContent("second") { ProtectedData = "sig-2" }, new TextContent("two")),
            Question("b"),
        }.SentAsync();

        JsonAssert.Equal("""
            {"role":"assistant","content":[
              {"type":"thinking","thinking":[{"type":"text","text":"first "},{"type":"text","text":"second"}],"signature":"sig-2"},
              {"type":"text","text":"one"},{"type":"text","text":"\n\n"},{"type":"text","text":"two"}]}
            """, sent[1]);
    }

    [Fact]
    public async Task A_thought_that_stands_alone_leaves_no_break_before_or_behind_the_text()
    {
        var thought = new TextReasoningContent("hm");
        var before = await new[] { Question("a"), Answer(thought), Answer("text"), Question("b") }.SentAsync();
        var behind = await new[] { Question("a"), Answer("text"), Answer(thought), Question("b") }.SentAsync();

        const string expected = """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"text"}]}
            """;
        JsonAssert.Equal(expected, before[1]);
        JsonAssert.Equal(expected, behind[1]);
    }

    [Fact]
    public async Task Thoughts_around_the_text_of_one_message_become_one_leading_chunk()
    {
        var sent = await new[]
        {
            Question("a"), Answer(new TextContent("one "), new TextReasoningContent("x"), new TextContent("two"), new TextReasoningContent("y")), Question("b"),
        }.SentAsync();

        JsonAssert.Equal("""
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"xy"}]},{"type":"text","text":"one two"}]}
            """, sent[1]);
    }

    [Fact]
    public async Task A_raw_message_with_several_thoughts_and_no_calls_in_its_list_is_mended_too()
    {
        var raw = new AssistantMessage
        {
            Content = new([new ThinkChunk([new TextChunk("x")]) { Signature = "s" }, new TextChunk("text"), new ThinkChunk([new TextChunk("y")]) { Closed = false }]),
            ToolCalls = [],
        };

        var sent = await new[] { Question("a"), new ChatMessage(ChatRole.Assistant, "") { RawRepresentation = raw }, Question("b") }.SentAsync();

        JsonAssert.Equal("""
            {"role":"assistant","content":[
              {"type":"thinking","thinking":[{"type":"text","text":"x"},{"type":"text","text":"y"}],"signature":"s","closed":false},
              {"type":"text","text":"text"}]}
            """, sent[1]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[""]""")]
    [InlineData("""["",""]""")]
    public async Task An_answer_that_holds_nothing_is_left_out(string texts)
    {
        List<AIContent> contents = [.. JsonDocument.Parse(texts).RootElement.EnumerateArray().Select(text => new TextContent(text.GetString()))];

        var sent = await new[] { Question("a"), new ChatMessage(ChatRole.Assistant, contents), Question("b") }.SentAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", sent);
    }

    [Fact]
    public async Task An_empty_user_message_is_lawful_and_stays()
    {
        var sent = await new[] { Question(""), new ChatMessage(ChatRole.User, (IList<AIContent>)[]), Question("a") }.SentAsync();

        JsonAssert.Equal("""[{"role":"user","content":""},{"role":"user","content":""},{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task The_names_of_authors_stay_at_home()
    {
        var sent = await new[]
        {
            new ChatMessage(ChatRole.User, "a") { AuthorName = "Ann" }, new ChatMessage(ChatRole.Assistant, "b") { AuthorName = "Bot" }, Question("c"),
        }.SentAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""", sent);
    }

    [Fact]
    public async Task Answers_that_a_moved_result_had_kept_apart_become_one()
    {
        var sent = await new[]
        {
            Question("a"), Answer(Call("aaaaaaaaa")), Question("b"), Answer("one"), Result("aaaaaaaaa", "r"), Answer("two"), Question("c"),
        }.SentAsync(rules => rules.BridgeToolToUser = false);

        Assert.Equal(["user", "assistant", "tool", "user", "assistant", "user"], sent.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("one\n\ntwo", (string?)sent[4]!["content"]);
    }
}
