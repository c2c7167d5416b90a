using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>Mistral accepts a system message only at the beginning and after a user message.</summary>
public sealed class SystemMessageNormalizationTests
{
    [Fact]
    public async Task Late_system_message_is_moved_after_the_leading_system_messages()
    {
        var sent = await new[]
        {
            FromSystem("First."), FromUser("Hi"), FromAssistant("Hello"), FromSystem("Late."), FromUser("Go on"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"First."},{"role":"system","content":"Late."},
             {"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Go on"}]
            """, sent);
    }

    [Fact]
    public async Task Late_system_messages_keep_their_order_and_become_the_leading_messages()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant("b"), FromSystem("1"), FromSystem("2"), FromUser("c"), FromAssistant("d"), FromSystem("3"),
            FromUser("e"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"system","content":"3"},
             {"role":"user","content":"a"},{"role":"assistant","content":"b"},
             {"role":"user","content":"c"},{"role":"assistant","content":"d"},{"role":"user","content":"e"}]
            """, sent);
    }

    [Fact]
    public async Task System_message_after_a_user_message_is_not_moved()
    {
        var sent = await new[] { FromUser("a"), FromSystem("s"), FromUser("b") }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"},{"role":"system","content":"s"},{"role":"user","content":"b"}]""", sent);
    }

    [Fact]
    public async Task Last_system_message_becomes_a_user_message()
    {
        // SummarizingChatReducer of Microsoft.Extensions.AI sends the conversation, and then its instruction as a system message.
        var sent = await new[] { FromUser("a"), FromAssistant("b"), FromSystem("Sum it up.") }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"Sum it up."}]
            """, sent);
    }

    [Fact]
    public async Task Last_system_message_after_a_tool_result_becomes_a_user_message_after_the_bridge()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("abcdefghi")), FunctionResult("abcdefghi", "r"), FromSystem("Sum it up."),
        }.GetSentMessagesAsync(rules => rules.BridgeToolToUser = true);

        JsonAssert.Equal("""{"role":"assistant","content":"OK"}""", sent[3]);
        JsonAssert.Equal("""{"role":"user","content":"Sum it up."}""", sent[4]);
    }

    [Fact]
    public async Task Single_system_message_is_not_changed()
    {
        var sent = await new[] { FromSystem("Tell a joke.") }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"system","content":"Tell a joke."}]""", sent);
    }

    [Fact]
    public async Task Last_system_message_becomes_a_user_message_when_all_messages_are_system_messages()
    {
        var sent = await new[] { FromSystem("2"), FromSystem("3") }.GetSentMessagesAsync(options: new() { Instructions = "1" });

        JsonAssert.Equal("""
            [{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"3"}]
            """, sent);
    }

    [Fact]
    public async Task System_message_that_is_last_after_a_result_was_moved_becomes_a_user_message()
    {
        var sent = await new[]
        {
            FromUser("a"), FromAssistant(FunctionCall("abcdefghi")), FromUser("b"), FromSystem("s"), FunctionResult("abcdefghi", "r"),
        }.GetSentMessagesAsync();

        Assert.Equal(["user", "assistant", "tool", "user", "user"], sent.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("s", (string?)sent[4]!["content"]);
    }

    [Fact]
    public async Task Instructions_are_sent_before_the_system_messages()
    {
        var sent = await new[] { FromSystem("2"), FromUser("a") }.GetSentMessagesAsync(options: new() { Instructions = "1" });

        JsonAssert.Equal("""[{"role":"system","content":"1"},{"role":"system","content":"2"},{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task Developer_message_is_sent_as_a_system_message()
    {
        var sent = await new[] { new ChatMessage(new("developer"), "d"), FromUser("a") }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"system","content":"d"},{"role":"user","content":"a"}]""", sent);
    }

    [Fact]
    public async Task Empty_system_message_is_omitted()
    {
        var sent = await new[]
        {
            FromSystem(""), new ChatMessage(ChatRole.System, (IList<AIContent>)[]), FromUser("a"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"user","content":"a"}]""", sent);
    }
}
