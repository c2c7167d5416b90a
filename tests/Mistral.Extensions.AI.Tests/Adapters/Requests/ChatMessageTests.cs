using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Message properties other than contents: roles, names, prefixes and raw messages.</summary>
public sealed class ChatMessageTests
{
    [Theory]
    [InlineData("system", "system")]
    [InlineData("developer", "system")]
    [InlineData("Developer", "system")]
    [InlineData("SYSTEM", "system")]
    [InlineData("user", "user")]
    [InlineData("narrator", "user")]
    public async Task Role_is_mapped_to_a_supported_role(string role, string expected) => JsonAssert.Equal(
        $$"""[{"role":"{{expected}}","content":"Be brief."},{"role":"user","content":"Hi"}]""",
        await SentRequests.GetMessagesAsync(new ChatMessage(new ChatRole(role), "Be brief."), new ChatMessage(ChatRole.User, "Hi")));

    [Fact]
    public async Task Message_metadata_is_not_sent()
    {
        // Agent frameworks set the author name of each message. The API rejects it with status 422.
        ChatMessage CreateMessage(ChatRole role, string text) => new(role, text)
        {
            AuthorName = "agent-7",
            MessageId = "m-1",
            CreatedAt = DateTimeOffset.UnixEpoch,
            AdditionalProperties = new() { ["prefix"] = "of another library", ["finish_reason"] = "stop", ["anything"] = new object() },
            RawRepresentation = new object(),
        };

        var sent = await SentRequests.GetMessagesAsync(
            CreateMessage(ChatRole.System, "a"),
            CreateMessage(ChatRole.User, "b"),
            CreateMessage(ChatRole.Assistant, "c"),
            CreateMessage(ChatRole.User, "d"));

        JsonAssert.Equal("""
            [{"role":"system","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"},{"role":"user","content":"d"}]
            """, sent);
    }

    public static TheoryData<object> TrueValues => [true, "true", JsonElement.Parse("true"), JsonElement.Parse("\"true\"")];

    [Theory]
    [MemberData(nameof(TrueValues), DisableDiscoveryEnumeration = true)]
    public async Task Prefix_flag_is_read_from_bool_string_and_JsonElement(object value)
    {
        var sent = await SentRequests.GetAsync(
            [new(ChatRole.User, "Hi"), CreatePrefixMessage(value)],
            configure: options => options.ChatRules.PrefixTrailingAssistant = false);

        JsonAssert.Equal("""[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once","prefix":true}]""", sent["messages"]);
    }

    [Fact]
    public async Task Invalid_prefix_flag_throws()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            [new(ChatRole.User, "Hi"), CreatePrefixMessage("perhaps")]);

        Assert.Contains("AdditionalProperties[\"prefix\"]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefix_flag_of_an_earlier_message_is_not_sent()
    {
        var sent = await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.User, "Hi"), CreatePrefixMessage(true), new ChatMessage(ChatRole.User, "Go on"));

        JsonAssert.Equal(
            """[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once"},{"role":"user","content":"Go on"}]""", sent);
    }

    [Fact]
    public async Task Last_assistant_message_is_sent_as_a_prefix_by_default() => JsonAssert.Equal(
        """[{"role":"user","content":"Hi"},{"role":"assistant","content":"Once","prefix":true}]""",
        await SentRequests.GetMessagesAsync(new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Assistant, "Once")));

    [Fact]
    public async Task Raw_message_replaces_the_typed_contents()
    {
        var raw = new ChatMessage(ChatRole.User, "typed")
        {
            RawRepresentation = new UserMessage([new TextChunk("raw"), new FileChunk("11111111-2222-3333-4444-555555555555")]),
        };

        JsonAssert.Equal("""
            [{"role":"user","content":[{"type":"text","text":"raw"},{"type":"file","file_id":"11111111-2222-3333-4444-555555555555"}]}]
            """, await SentRequests.GetMessagesAsync(raw));
    }

    [Fact]
    public async Task Edited_response_is_sent_back_as_edited()
    {
        var chat = StubServer.WithResponse(StubServer.Completion("""{"role":"assistant","content":"original"}""")).CreateChatClient();
        var message = Assert.Single((await chat.GetResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken)).Messages);
        Assert.IsType<TextContent>(message.Contents[0]).Text = "edited";

        var sent = await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.User, "Hi"), message, new ChatMessage(ChatRole.User, "Go on"));

        JsonAssert.Equal("""{"role":"assistant","content":"edited"}""", sent[1]);
    }

    [Fact]
    public async Task Tool_message_without_results_is_not_sent() => JsonAssert.Equal(
        """[{"role":"user","content":"Hi"}]""",
        await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Tool, [new UsageContent(new())])));

    [Fact]
    public async Task Messages_are_enumerated_once()
    {
        var enumerations = 0;
        IEnumerable<ChatMessage> GetMessages()
        {
            enumerations++;
            yield return new(ChatRole.User, "Hi");
            yield return new(ChatRole.Assistant, [new FunctionCallContent("abcdefghi", "look")]);
            yield return new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")]);
        }

        var server = StubServer.WithDefaultResponse();
        await server.CreateChatClient().GetResponseAsync(GetMessages(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, enumerations);
        Assert.Equal(3, server.SingleRequestBody()["messages"]!.AsArray().Count);
    }

    [Fact]
    public async Task Empty_messages_throw_unless_instructions_are_set()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>([]);
        var request = await SentRequests.GetAsync([], new() { Instructions = "Say hello." });

        Assert.Contains("at least one message", error.Message, StringComparison.Ordinal);
        JsonAssert.Equal("""[{"role":"system","content":"Say hello."}]""", request["messages"]);
    }

    [Fact]
    public async Task Thinking_in_a_system_message_is_sent_as_a_thinking_chunk() => JsonAssert.Equal(
        """
        [{"role":"system","content":[{"type":"text","text":"Think like this:"},
         {"type":"thinking","thinking":[{"type":"text","text":"Hmm."}]}]},
         {"role":"user","content":"Hi"}]
        """,
        await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.System, [new TextContent("Think like this:"), new TextReasoningContent("Hmm.")]),
            new ChatMessage(ChatRole.User, "Hi")));

    private static ChatMessage CreatePrefixMessage(object value) =>
        new(ChatRole.Assistant, "Once") { AdditionalProperties = new() { ["prefix"] = value } };
}
