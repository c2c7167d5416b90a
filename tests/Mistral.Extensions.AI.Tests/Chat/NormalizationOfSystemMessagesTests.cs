using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Wire.Talk;

namespace Mistral.Extensions.AI.Tests.Chat;

/// <summary>Mistral takes a system message at the start and after a user message, nowhere else.</summary>
public sealed class NormalizationOfSystemMessagesTests
{
    [Fact]
    public async Task A_late_system_message_joins_the_leading_ones_behind_them()
    {
        var sent = await new[] { Instruction("First."), Question("Hi"), Answer("Hello"), Instruction("Late."), Question("Go on") }.SentAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"First."},{"role":"system","content":"Late."},
             {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Go on"}]
            """, sent);
    }

    [Fact]
    public async Task Late_system_messages_keep_their_order_and_come_first_where_there_were_none()
    {
        var sent = await new[] { Question("a"), Answer("b"), Instruction("1"), Instruction("2"), Question("c"), Answer("d"), Instruction("3"), Question("e") }
            .SentAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"system","content":"3"},
             {"role":"user","content":"a"},{"role":"assistant","content":"b"},
             {"role":"user","content":"c"},{"role":"assistant","content":"d"},{"role":"user","content":"e"}]
            """, sent);
    }

    [Fact]
    public async Task A_system_message_after_a_user_message_stays_where_it_is()
    {
        var sent = await new[] { Question("a"), Instruction("s"), Question("b") }.SentAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"},{"role":"system","content":"s"},{"role":"user","content":"b"}]""", sent);
    }

    [Fact]
    public async Task A_trailing_system_message_is_what_is_to_be_answered_and_becomes_the_users()
    {
        // What M.E.AI's SummarizingChatReducer sends: the conversation, and after it the request to sum it up.
        var sent = await new[] { Question("a"), Answer("b"), Instruction("Sum it up.") }.SentAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"Sum it up."}]
            """, sent);
    }

    [Fact]
    public async Task A_trailing_system_message_after_a_result_becomes_the_users_behind_a_bridge()
    {
        var sent = await new[] { Question("a"), Answer(Call("abcdefghi")), Result("abcdefghi", "r"), Instruction("Sum it up.") }.SentAsync();

        JsonAssert.Equal("""{"role":"assistant","content":"OK"}""", sent[3]);
        JsonAssert.Equal("""{"role":"user","content":"Sum it up."}""", sent[4]);
    }

    [Fact]
    public async Task A_single_system_message_is_a_lawful_conversation_and_stays_one()
    {
        JsonAssert.Equal("""[{"role":"system","content":"Tell a joke."}]""", await new[] { Instruction("Tell a joke.") }.SentAsync());
    }

    [Fact]
    public async Task Of_system_messages_alone_only_the_last_becomes_the_users()
    {
        var sent = await new[] { Instruction("2"), Instruction("3") }.SentAsync(options: new() { Instructions = "1" });

        JsonAssert.Equal("""
            [{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"3"}]
            """, sent);
    }

    [Fact]
    public async Task A_system_message_left_at_the_end_by_a_result_that_moved_becomes_the_users()
    {
        var sent = await new[] { Question("a"), Answer(Call("abcdefghi")), Question("b"), Instruction("s"), Result("abcdefghi", "r") }
            .SentAsync(rules => rules.BridgeToolToUser = false);

        Assert.Equal(["user", "assistant", "tool", "user", "user"], sent.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("s", (string?)sent[4]!["content"]);
    }

    [Fact]
    public async Task Instructions_of_the_options_come_before_the_systems_messages()
    {
        var sent = await new[] { Instruction("2"), Question("a") }.SentAsync(options: new() { Instructions = "1" });

        JsonAssert.Equal("""[{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task A_developers_message_is_a_system_message()
    {
        var sent = await new[] { new ChatMessage(new("developer"), "d"), Question("a") }.SentAsync();

        JsonAssert.Equal("""[{"role":"system","content":"d"},{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task An_empty_system_message_is_left_out()
    {
        var sent = await new[] { Instruction(""), new ChatMessage(ChatRole.System, (IList<AIContent>)[]), Question("a") }.SentAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"}]""", sent);
    }
}
