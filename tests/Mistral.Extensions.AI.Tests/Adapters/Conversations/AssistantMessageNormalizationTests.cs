using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Conversations;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>An assistant turn is sent as one message with thinking, text and tool calls.</summary>
public sealed class AssistantMessageNormalizationTests
{
    [Fact]
    public async Task Consecutive_tool_call_messages_are_merged()
    {
        // Semantic Kernel stores the calls of a streamed parallel tool call this way.
        var sent = await new[]
        {
            FromUser("Both?"), FromAssistant(FunctionCall("aaaaaaaaa", "one")), FromAssistant(FunctionCall("bbbbbbbbb", "two")),
            FunctionResult("aaaaaaaaa", "1"), FunctionResult("bbbbbbbbb", "2"),
        }.GetSentMessagesAsync();

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
    public async Task Consecutive_text_and_tool_call_messages_are_merged()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant("Let me see."), FromAssistant(FunctionCall("aaaaaaaaa")), FunctionResult("aaaaaaaaa", "1"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            {"role":"assistant","content":"Let me see.",
             "tool_calls":[{"id":"aaaaaaaaa","type":"function","function":{"name":"look","arguments":"{}"}}]}
            """, sent[1]);
    }

    [Fact]
    public async Task Texts_of_consecutive_assistant_messages_are_joined_with_a_blank_line()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant("one"), FromAssistant("two"), FromAssistant(""), FromAssistant("three"), FromUser("b"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""{"role":"assistant","content":"one\n\ntwo\n\nthree"}""", sent[1]);
    }

    [Fact]
    public async Task Thinking_of_consecutive_assistant_messages_becomes_one_leading_chunk_with_the_last_signature()
    {
        var sent = await new[]
        {
            FromUser("a"),
            FromAssistant(new TextReasoningContent("first ") { ProtectedData = "mistral:sig-1" }, new TextContent("one")),
            FromAssistant(new TextReasoningContent("second") { ProtectedData = "mistral:sig-2" }, new TextContent("two")),
            FromUser("b"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            {"role":"assistant","content":[
              {"type":"thinking","thinking":[{"type":"text","text":"first "},{"type":"text","text":"second"}],"signature":"sig-2"},
              {"type":"text","text":"one"},{"type":"text","text":"\n\n"},{"type":"text","text":"two"}]}
            """, sent[1]);
    }

    [Fact]
    public async Task Thinking_only_message_adds_no_line_break_to_the_text()
    {
        var reasoning = new TextReasoningContent("hm");
        var before = await new[] { FromUser("a"), FromAssistant(reasoning), FromAssistant("text"), FromUser("b") }.GetSentMessagesAsync();
        var after = await new[] { FromUser("a"), FromAssistant("text"), FromAssistant(reasoning), FromUser("b") }.GetSentMessagesAsync();

        const string expected = """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"text"}]}
            """;
        JsonAssert.Equal(expected, before[1]);
        JsonAssert.Equal(expected, after[1]);
    }

    [Fact]
    public async Task Thinking_around_text_becomes_one_leading_chunk()
    {
        var sent = await new[]
        {
            FromUser("a"),
            FromAssistant(new TextContent("one "), new TextReasoningContent("x"), new TextContent("two"), new TextReasoningContent("y")),
            FromUser("b"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"xy"}]},{"type":"text","text":"one two"}]}
            """, sent[1]);
    }

    [Fact]
    public async Task Raw_message_with_several_thinking_chunks_is_normalized()
    {
        var raw = new AssistantMessage
        {
            Content = new(
            [
                new ThinkChunk([new TextChunk("x")]) { Signature = "s" },
                new TextChunk("text"),
                new ThinkChunk([new TextChunk("y")]) { Closed = false },
            ]),
            ToolCalls = [],
        };

        var sent = await new[]
        {
            FromUser("a"), new ChatMessage(ChatRole.Assistant, "") { RawRepresentation = raw }, FromUser("b"),
        }.GetSentMessagesAsync();

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
    public async Task Empty_assistant_message_is_omitted(string texts)
    {
        List<AIContent> contents = [.. JsonElement.Parse(texts).EnumerateArray().Select(text => new TextContent(text.GetString()))];

        var sent = await new[] { FromUser("a"), new ChatMessage(ChatRole.Assistant, contents), FromUser("b") }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", sent);
    }

    [Fact]
    public async Task Empty_user_message_is_sent()
    {
        var sent = await new[] { FromUser(""), new ChatMessage(ChatRole.User, (IList<AIContent>)[]), FromUser("a") }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"user","content":""},{"role":"user","content":""},{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task Author_names_of_one_user_and_one_assistant_are_not_sent()
    {
        var sent = await new[]
        {
            new ChatMessage(ChatRole.User, "a") { AuthorName = "Ann" }, new ChatMessage(ChatRole.Assistant, "b") { AuthorName = "Bot" },
            FromUser("c"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""", sent);
    }

    [Fact]
    public async Task Assistant_messages_separated_only_by_a_moved_result_are_merged()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("aaaaaaaaa")), FromUser("b"), FromAssistant("one"), FunctionResult("aaaaaaaaa", "r"),
            FromAssistant("two"), FromUser("c"),
        }.GetSentMessagesAsync();

        Assert.Equal(
            ["user", "assistant", "tool", "user", "assistant", "user"], sent.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("one\n\ntwo", (string?)sent[4]!["content"]);
    }

    [Fact]
    public void Thousands_of_consecutive_messages_are_merged_in_linear_time()
    {
        const int Count = 10_000;
        List<Message> messages = [.. Enumerable.Range(0, Count).Select(_ => new AssistantMessage
        {
            Content = "1234567890",
            ToolCalls = [new() { Id = "aaaaaaaaa" }],
        })];
        var before = GC.GetAllocatedBytesForCurrentThread();

        var merged = MessageMerging.MergeConsecutive(messages, includeUserAndSystem: false);

        // Copying the text and the calls for each message would allocate more than a gigabyte.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Count * 1000);
        Assert.Equal(Count, Assert.IsType<AssistantMessage>(Assert.Single(merged)).ToolCalls!.Count);
    }
}
