using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.Conversations;

namespace Mistral.Extensions.AI.Tests.Adapters.Conversations;

/// <summary>
/// Conversations of several agents, in the form in which the frameworks send them. Semantic Kernel puts the name of the responding agent on
/// its system message; Agent Framework sends its instructions in <see cref="ChatOptions.Instructions"/>, without a name.
/// </summary>
public sealed class AgentConversationTests
{
    private static readonly ChatMessage Slogan = FromUser("A slogan for a lamp");

    [Fact]
    public async Task Agent_of_a_group_chat_receives_messages_of_other_agents_as_user_messages()
    {
        var sent = await new[]
        {
            Named(FromSystem("You write."), "Writer"), Slogan, Named(FromAssistant("Light it up."), "Writer"),
            Named(FromAssistant("Too short."), "Critic"), Named(FromAssistant("Too dull."), "Editor"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"You write."},{"role":"user","content":"A slogan for a lamp"},
             {"role":"assistant","content":"Light it up."},{"role":"user","content":"Critic said:\nToo short."},
             {"role":"user","content":"Editor said:\nToo dull."}]
            """, sent);
    }

    [Fact]
    public async Task Agent_of_a_sequence_receives_the_response_of_the_previous_agent_as_a_user_message()
    {
        var sent = await new[] { Named(FromSystem("You edit."), "Editor"), Named(FromAssistant("Light it up."), "Writer") }
            .GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"You edit."},{"role":"user","content":"Writer said:\nLight it up."}]
            """, sent);
    }

    [Fact]
    public async Task Concurrent_agents_receive_the_task_unchanged()
    {
        var sent = await new[] { Named(FromSystem("You write."), "Writer"), Slogan }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"You write."},{"role":"user","content":"A slogan for a lamp"}]
            """, sent);
    }

    [Fact]
    public async Task Agent_after_a_handoff_receives_the_function_calls_of_the_first_agent_as_text()
    {
        var sent = await new[]
        {
            Named(FromSystem("You refund."), "Refunds"), FromUser("I want my money back"),
            Named(FromAssistant(new TextContent("Let me look."), new FunctionCallContent(
                "call_1", "Orders.Find", new Dictionary<string, object?> { ["customer"] = 7 })), "Triage"),
            Named(FunctionResult("call_1", "order 12"), "Triage"),
            Named(FromAssistant(FunctionCall("call_2", "transfer_to_Refunds")), "Triage"),
            Named(FunctionResult("call_2", null), "Triage"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"You refund."},{"role":"user","content":"I want my money back"},
             {"role":"user","content":
               "Triage said:\nLet me look.\n\nTriage called the tool Orders.Find with the arguments {\"customer\":7}."},
             {"role":"user","content":"The tool Orders.Find returned to Triage:\norder 12"},
             {"role":"user","content":"Triage called the tool transfer_to_Refunds with the arguments {}."},
             {"role":"user","content":"The tool transfer_to_Refunds returned to Triage:\nnull"}]
            """, sent);
    }

    [Fact]
    public async Task Function_calls_without_an_author_name_are_calls_of_the_responding_agent()
    {
        // Semantic Kernel names the messages of a turn when the turn is complete.
        var sent = await new[]
        {
            Named(FromSystem("You write."), "Writer"), Slogan,
            Named(FromAssistant(FunctionCall("aaaaaaaaa")), "Writer"), Named(FunctionResult("aaaaaaaaa", "1"), "Writer"),
            Named(FromAssistant("Too dull."), "Critic"), FromAssistant(FunctionCall("bbbbbbbbb")), FunctionResult("bbbbbbbbb", "2"),
        }.GetSentMessagesAsync();

        Assert.Equal(
            ["system", "user", "assistant", "tool", "user", "assistant", "tool"],
            sent.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal("Critic said:\nToo dull.", (string?)sent[4]!["content"]);
    }

    [Fact]
    public async Task Manager_of_a_group_chat_receives_the_messages_of_all_agents_as_user_messages()
    {
        // The instruction of the manager is a system message without a name, at the end.
        var sent = await new[] { Slogan, Named(FromAssistant("Light it up."), "Writer"), FromSystem("Select the next speaker.") }
            .GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":"A slogan for a lamp"},{"role":"user","content":"Writer said:\nLight it up."},
             {"role":"user","content":"Select the next speaker."}]
            """, sent);
    }

    [Fact]
    public async Task Response_that_repeats_the_message_of_another_agent_is_not_shortened()
    {
        var response = await StubServer.WithResponse(StubServer.Completion("""{"role":"assistant","content":"Light it up. Good!"}"""))
            .CreateChatClient().GetResponseAsync(
                [Slogan, Named(FromAssistant("Light it up."), "Writer")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("Light it up. Good!", response.Text);
    }

    [Fact]
    public async Task Last_message_of_the_responding_agent_is_sent_as_a_user_message()
    {
        var sent = await new[]
        {
            Named(FromSystem("You write."), "Writer"), Slogan, Named(FromAssistant("One."), "Writer"),
            Named(FromAssistant("Two."), "Writer"), Named(FromAssistant(""), "Writer"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"system","content":"You write."},{"role":"user","content":"A slogan for a lamp"},
             {"role":"assistant","content":"One."},{"role":"user","content":"Writer said:\nTwo."}]
            """, sent);
    }

    [Fact]
    public async Task Last_message_without_a_name_is_sent_as_a_user_message_if_agents_are_named()
    {
        var sent = await new[] { Named(FromSystem("You edit."), "Editor"), FromAssistant("Light it up.") }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"system","content":"You edit."},{"role":"user","content":"Light it up."}]""", sent);
    }

    [Fact]
    public async Task Prefix_flag_makes_a_message_of_a_named_agent_a_prefix()
    {
        var last = Named(FromAssistant("Light"), "Writer");
        last.AdditionalProperties = new() { ["prefix"] = true };

        var sent = await new[] { Slogan, Named(FromAssistant("Too dull."), "Critic"), last }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":"A slogan for a lamp"},{"role":"user","content":"Critic said:\nToo dull."},
             {"role":"assistant","content":"Light","prefix":true}]
            """, sent);
    }

    [Theory]
    // The only named assistant is the responding one, unless its message is the last one.
    [InlineData("user: Hi|assistant A: a|user: b", "user: Hi|assistant: a|user: b")]
    [InlineData("user: Hi|assistant A: a", "user: Hi|user: A said:\na")]
    // Its name on a user message shows that it is another agent: Agent Framework changes the role of messages of other agents.
    [InlineData("user: Hi|user A: a|assistant B: b|user A: c", "user: Hi|user: a|assistant: b|user: c")]
    [InlineData("user: Hi|assistant A: a|user A: b|user C: c", "user: Hi|user: A said:\na|user: A said:\nb|user: C said:\nc")]
    // With several named assistants it is not known which one responds.
    [InlineData("user: Hi|assistant A: a|assistant B: b|user: c", "user: Hi|user: A said:\na|user: B said:\nb|user: c")]
    // Assistant messages without a name are those of the responding assistant.
    [InlineData("user: Hi|assistant: a|user: b|assistant A: c", "user: Hi|assistant: a|user: b|user: A said:\nc")]
    // Users are named if there are several.
    [InlineData("user Ann: a|assistant: b|user Ann: c", "user: a|assistant: b|user: c")]
    [InlineData("user Ann: a|user Bob: b", "user: Ann said:\na|user: Bob said:\nb")]
    public async Task Responding_agent_is_determined_without_a_named_system_message(string messages, string expected)
    {
        var sent = await messages.Split('|').Select(Parse).GetSentMessagesAsync();

        Assert.Equal(expected, string.Join('|', sent.AsArray().Select(message => $"{message!["role"]}: {message["content"]}")));
    }

    [Fact]
    public async Task Current_function_call_shows_which_agent_responds()
    {
        var sent = await new[]
        {
            Slogan, Named(FromAssistant("Too dull."), "Critic"), Named(FromAssistant(FunctionCall("aaaaaaaaa")), "Writer"),
            FunctionResult("aaaaaaaaa", "1"),
        }.GetSentMessagesAsync();

        Assert.Equal(["user", "user", "assistant", "tool"], sent.AsArray().Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task Images_of_another_agent_are_sent_and_its_thinking_is_not()
    {
        var sent = await new[]
        {
            Named(
                FromAssistant(
                    new TextReasoningContent("Hm."),
                    new TextContent("Look:"),
                    new UriContent("https://example.com/a.png", "image/png")),
                "Artist"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""
            [{"role":"user","content":[{"type":"text","text":"Artist said:\n"},{"type":"text","text":"Look:"},
              {"type":"image_url","image_url":"https://example.com/a.png"}]}]
            """, sent);
    }

    [Fact]
    public async Task Media_of_another_agent_that_the_API_does_not_accept_is_left_out()
    {
        var sent = await new[]
        {
            Named(
                FromAssistant(
                    new TextContent("Look:"),
                    new DataContent(new byte[] { 1 }, "video/mp4"),
                    new UriContent("http://example.com/a.png", "image/png")),
                "Artist"),
        }.GetSentMessagesAsync();

        JsonAssert.Equal("""[{"role":"user","content":"Artist said:\nLook:"}]""", sent);
    }

    [Fact]
    public async Task Roles_are_unchanged_when_Normalize_is_false()
    {
        var sent = await new[] { Slogan, Named(FromAssistant("a"), "A"), Named(FromAssistant("b"), "B"), FromUser("c") }
            .GetSentMessagesAsync(rules => rules.Normalize = false);

        Assert.Equal(["user", "assistant", "assistant", "user"], sent.AsArray().Select(message => (string?)message!["role"]));
    }

    private static ChatMessage Named(ChatMessage message, string author)
    {
        message.AuthorName = author;
        return message;
    }

    // "role author: text" or "role: text"
    private static ChatMessage Parse(string message)
    {
        var (header, text) = (message.Split(": ")[0].Split(' '), message.Split(": ")[1]);
        return new(new ChatRole(header[0]), text) { AuthorName = header.ElementAtOrDefault(1) };
    }
}
