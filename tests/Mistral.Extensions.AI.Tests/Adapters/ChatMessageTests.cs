using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>Messages around their contents: roles, names, prefixes, raw messages.</summary>
public sealed class ChatMessageTests
{
    [Theory]
    [InlineData("system", "system")]
    [InlineData("developer", "system")]
    [InlineData("Developer", "system")]
    [InlineData("SYSTEM", "system")]
    [InlineData("user", "user")]
    [InlineData("narrator", "user")]
    public async Task A_role_becomes_one_the_server_knows(string role, string expected) => JsonAssert.Equal(
        $$"""[{"role":"{{expected}}","content":"Be brief."},{"role":"user","content":"Hi"}]""",
        await Outgoing.Messages(new ChatMessage(new ChatRole(role), "Be brief."), new ChatMessage(ChatRole.User, "Hi")));

    [Fact]
    public async Task What_messages_carry_for_others_is_not_sent()
    {
        // Agent frameworks put the name of the agent on each message; on the wire it is a 422.
        ChatMessage Labelled(ChatRole role, string text) => new(role, text)
        {
            AuthorName = "agent-7",
            MessageId = "m-1",
            CreatedAt = DateTimeOffset.UnixEpoch,
            AdditionalProperties = new() { ["prefix"] = "of somebody else", ["finish_reason"] = "stop", ["anything"] = new object() },
            RawRepresentation = new object(),
        };

        JsonAssert.Equal("""
            [{"role":"system","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"},{"role":"user","content":"d"}]
            """, await Outgoing.Messages(Labelled(ChatRole.System, "a"), Labelled(ChatRole.User, "b"), Labelled(ChatRole.Assistant, "c"), Labelled(ChatRole.User, "d")));
    }

    public static TheoryData<object> Trues => [true, "true", JsonElement.Parse("true"), JsonElement.Parse("\"true\"")];

    [Theory]
    [MemberData(nameof(Trues), DisableDiscoveryEnumeration = true)]
    public async Task The_mark_of_a_prefix_is_read_in_whatever_shape_a_stored_conversation_has_it(object mark)
    {
        var sent = await Outgoing.Request([new(ChatRole.User, "Hi"), Prefix(mark)], configure: options => options.ChatRules.PrefixTrailingAssistant = false);

        JsonAssert.Equal("""[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once","prefix":true}]""", sent["messages"]);
    }

    [Fact]
    public async Task A_mark_that_is_neither_true_nor_false_is_an_error()
    {
        var error = await Outgoing.Refusal<ArgumentException>([new(ChatRole.User, "Hi"), Prefix("perhaps")]);

        Assert.Contains("AdditionalProperties[\"prefix\"]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mark_of_an_earlier_turn_is_over_once_the_conversation_has_gone_on()
    {
        var sent = await Outgoing.Messages(new ChatMessage(ChatRole.User, "Hi"), Prefix(true), new ChatMessage(ChatRole.User, "Go on"));

        JsonAssert.Equal("""[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once"},{"role":"user","content":"Go on"}]""", sent);
    }

    [Fact]
    public async Task A_last_word_of_the_assistant_is_a_prefix_also_unmarked() => JsonAssert.Equal(
        """[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once","prefix":true}]""",
        await Outgoing.Messages(new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Assistant, "Once")));

    [Fact]
    public async Task A_raw_message_goes_out_instead_of_the_typed_contents()
    {
        var raw = new ChatMessage(ChatRole.User, "typed")
        {
            RawRepresentation = new UserMessage([new TextChunk("raw"), new FileChunk("11111111-2222-3333-4444-555555555555")]),
        };

        JsonAssert.Equal("""
            [{"role":"user","content":[{"type":"text","text":"raw"},{"type":"file","file_id":"11111111-2222-3333-4444-555555555555"}]}]
            """, await Outgoing.Messages(raw));
    }

    [Fact]
    public async Task An_answer_that_was_edited_goes_back_as_it_was_edited()
    {
        var chat = StubServer.Answering(StubServer.Completion("""{"role":"assistant","content":"came"}""")).Chat();
        var answer = Assert.Single((await chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)).Messages);
        Assert.IsType<TextContent>(answer.Contents[0]).Text = "edited";

        var sent = await Outgoing.Messages(new ChatMessage(ChatRole.User, "Hi"), answer, new ChatMessage(ChatRole.User, "Go on"));

        JsonAssert.Equal("""{"role":"assistant","content":"edited"}""", sent[1]);
    }

    [Fact]
    public async Task A_message_of_the_tool_role_without_results_says_nothing() => JsonAssert.Equal(
        """[{"role":"user","content":"Hi"}]""",
        await Outgoing.Messages(new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Tool, [new UsageContent(new())])));

    [Fact]
    public async Task Messages_are_enumerated_once()
    {
        var times = 0;
        IEnumerable<ChatMessage> Query()
        {
            times++;
            yield return new(ChatRole.User, "Hi");
            yield return new(ChatRole.Assistant, [new FunctionCallContent("abcdefghi", "look")]);
            yield return new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")]);
        }

        var server = StubServer.Any();
        await server.Chat().GetResponseAsync(Query(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, times);
        Assert.Equal(3, server.Body()["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task No_messages_at_all_are_an_error_unless_there_are_instructions()
    {
        var error = await Outgoing.Refusal<ArgumentException>([]);
        var instructed = await Outgoing.Request([], new() { Instructions = "Say hello." });

        Assert.Contains("at least one message", error.Message, StringComparison.Ordinal);
        JsonAssert.Equal("""[{"role":"system","content":"Say hello."}]""", instructed["messages"]);
    }

    [Fact]
    public async Task Thinking_in_a_system_message_is_a_thinking_chunk() => JsonAssert.Equal(
        """
        [{"role":"system","content":[{"type":"text","text":"Think like this:"},{"type":"thinking","thinking":[{"type":"text","text":"Hmm."}]}]},
         {"role":"user","content":"Hi"}]
        """,
        await Outgoing.Messages(
            new ChatMessage(ChatRole.System, [new TextContent("Think like this:"), new TextReasoningContent("Hmm.")]),
            new ChatMessage(ChatRole.User, "Hi")));

    private static ChatMessage Prefix(object mark) => new(ChatRole.Assistant, "Once") { AdditionalProperties = new() { ["prefix"] = mark } };
}
