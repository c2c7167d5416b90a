using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Assistant messages in the conversation history: thinking, text and tool calls are sent in one message.</summary>
public sealed class AssistantContentTests
{
    [Fact]
    public async Task Assistant_text_contents_are_joined() => JsonAssert.Equal(
        """{"role":"assistant","content":"Hello, world"}""",
        await GetSentMessageAsync(new TextContent("Hello, "), new TextContent("world")));

    [Fact]
    public async Task Thinking_is_sent_back_as_one_leading_chunk_with_the_last_signature() => JsonAssert.Equal(
        """
        {"role":"assistant","content":[
          {"type":"thinking","thinking":[{"type":"text","text":"First, second."}],"signature":"sig-2"},
          {"type":"text","text":"Answer. More."}]}
        """,
        await GetSentMessageAsync(
            new TextReasoningContent("First, ") { ProtectedData = "mistral:sig-1" },
            new TextContent("Answer."),
            new TextReasoningContent("second."),
            new TextReasoningContent("") { ProtectedData = "mistral:sig-2" },
            new TextContent(" More.")));

    [Fact]
    public async Task Thinking_without_signature_is_sent_without_signature() => JsonAssert.Equal(
        """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hmm."}]},{"type":"text","text":"Yes."}]}""",
        await GetSentMessageAsync(new TextReasoningContent("Hmm."), new TextContent("Yes.")));

    [Fact]
    public async Task Unfinished_thinking_is_sent_with_closed_false() => JsonAssert.Equal(
        """
        {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hmm"}],"closed":false},
         {"type":"text","text":"Yes."}]}
        """,
        await GetSentMessageAsync(
            new TextReasoningContent("Hmm") { AdditionalProperties = new() { ["closed"] = false } }, new TextContent("Yes.")));

    [Fact]
    public async Task Thinking_is_not_sent_when_ReplayReasoning_is_false()
    {
        ChatMessage message = new(
            ChatRole.Assistant, [new TextReasoningContent("Hmm.") { ProtectedData = "mistral:sig" }, new TextContent("Yes.")]);

        var request = await SentRequests.GetAsync(
            [new(ChatRole.User, "Hi"), message, new(ChatRole.User, "Go on")],
            configure: options => options.ChatRules.ReplayReasoning = false);

        JsonAssert.Equal("""{"role":"assistant","content":"Yes."}""", request["messages"]![1]);
    }

    [Fact]
    public async Task Text_and_tool_calls_are_sent_in_one_message()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant,
            [
                new TextReasoningContent("Hmm."),
                new TextContent("Let me look."),
                new FunctionCallContent(
                    "abcdefghi", "look", new Dictionary<string, object?> { ["city"] = "Köln", ["days"] = 3, ["more"] = null }),
                new FunctionCallContent("ABCDEFGH1", "listen"),
            ]),
            new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun"), new FunctionResultContent("ABCDEFGH1", "birds")]),
        ];

        JsonAssert.Equal("""
            [{"role":"user","content":"Hi"},
             {"role":"assistant",
              "content":[{"type":"thinking","thinking":[{"type":"text","text":"Hmm."}]},{"type":"text","text":"Let me look."}],
              "tool_calls":[
                {"id":"abcdefghi","type":"function","function":{"name":"look","arguments":"{\"city\":\"Köln\",\"days\":3,\"more\":null}"}},
                {"id":"ABCDEFGH1","type":"function","function":{"name":"listen","arguments":"{}"}}]},
             {"role":"tool","content":"sun","tool_call_id":"abcdefghi","name":"look"},
             {"role":"tool","content":"birds","tool_call_id":"ABCDEFGH1","name":"listen"}]
            """, await SentRequests.GetMessagesAsync(messages));
    }

    [Fact]
    public async Task Tool_call_without_text_is_sent_without_content()
    {
        var sent = await GetSentToolCallMessageAsync(new FunctionCallContent("abcdefghi", "look"));

        Assert.False(sent.ContainsKey("content"));
    }

    [Fact]
    public async Task Tool_call_with_invalid_arguments_is_sent_with_empty_arguments()
    {
        var call = FunctionCallContent.CreateFromParsedArguments<string>("{\"a\":", "abcdefghi", "look", _ => throw new FormatException());

        var sent = await GetSentToolCallMessageAsync(call);

        Assert.Equal("{}", sent["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tool_call_arguments_of_any_type_are_sent_as_compact_JSON()
    {
        var sent = await GetSentToolCallMessageAsync(new FunctionCallContent("abcdefghi", "look", new Dictionary<string, object?>
        {
            ["element"] = JsonElement.Parse("""{ "a": [ 1, 2.50 ] }"""),
            ["node"] = new JsonObject { ["b"] = "<&>" },
            ["date"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            ["nested"] = new Dictionary<string, object?> { ["c"] = true },
        }));

        Assert.Equal(
            """{"element":{"a":[1,2.50]},"node":{"b":"<&>"},"date":"2026-01-02T03:04:05Z","nested":{"c":true}}""",
            sent["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tool_call_arguments_without_JSON_type_info_throw_with_advice()
    {
        var call = new FunctionCallContent("abcdefghi", "look", new Dictionary<string, object?> { ["a"] = new Version(1, 2) });

        var error = await SentRequests.ThrowsBeforeSendingAsync<NotSupportedException>(
        [
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, [call]),
            new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")]),
        ]);

        Assert.Contains("JsonElement", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Informational_tool_call_is_sent_only_with_a_result()
    {
        var call = new FunctionCallContent("abcdefghi", "look") { InformationalOnly = true };

        JsonAssert.Equal("""{"role":"assistant","content":"Done."}""", await GetSentMessageAsync(call, new TextContent("Done.")));
        Assert.Single((await GetSentToolCallMessageAsync(call))["tool_calls"]!.AsArray());
    }

    [Fact]
    public async Task Citations_usage_and_errors_are_not_sent_back() => JsonAssert.Equal(
        """{"role":"assistant","content":"Paris."}""",
        await GetSentMessageAsync(
            new TextContent("Paris."),
            new TextContent("") { Annotations = [new CitationAnnotation()], RawRepresentation = new ReferenceChunk([]) },
            new UsageContent(new()),
            new ErrorContent("late")));

    [Fact]
    public async Task Raw_text_and_reference_chunks_are_sent_and_others_are_left_out() => JsonAssert.Equal(
        """
        {"role":"assistant","content":[{"type":"text","text":"Look:"},{"type":"text","text":"here"},
         {"type":"reference","reference_ids":[1]}]}
        """,
        await GetSentMessageAsync(
            new TextContent("Look:"),
            new AIContent { RawRepresentation = new TextChunk("here") },
            new AIContent { RawRepresentation = new UnknownChunk(JsonElement.Parse("""{"type":"tomorrow","x":1}""")) },
            new AIContent { RawRepresentation = new ReferenceChunk([JsonElement.Parse("1")]) }));

    /// <summary>Sends an assistant message with the contents between two user messages and returns it as it was sent.</summary>
    private static async Task<JsonNode> GetSentMessageAsync(params AIContent[] contents) =>
        (await SentRequests.GetMessagesAsync(
            new ChatMessage(ChatRole.User, "Hi"),
            new ChatMessage(ChatRole.Assistant, contents),
            new ChatMessage(ChatRole.User, "Go on")))[1]!;

    /// <summary>Sends an assistant message with the call, followed by a result, and returns it as it was sent.</summary>
    private static async Task<JsonObject> GetSentToolCallMessageAsync(FunctionCallContent call) =>
        (await SentRequests.GetMessagesAsync(
        new ChatMessage(ChatRole.User, "Hi"),
        new ChatMessage(ChatRole.Assistant, [call]),
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "sun")])))[1]!.AsObject();
}
