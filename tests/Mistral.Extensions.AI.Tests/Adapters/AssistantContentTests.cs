using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>What the assistant said, on its way back: thinking, text and calls in one message.</summary>
public sealed class AssistantContentTests
{
    [Fact]
    public async Task Texts_of_the_assistant_are_one_text() => JsonAssert.Equal(
        """{"role":"assistant","content":"Hello, world"}""", await Sent(new TextContent("Hello, "), new TextContent("world")));

    [Fact]
    public async Task Thinking_goes_back_as_one_leading_chunk_with_its_signature() => JsonAssert.Equal(
        """
        {"role":"assistant","content":[
          {"type":"thinking","thinking":[{"type":"text","text":"First, second."}],"signature":"sig-2"},
          {"type":"text","text":"Answer. More."}]}
        """,
        await Sent(
            new TextReasoningContent("First, ") { ProtectedData = "sig-1" },
            new TextContent("Answer."),
            new TextReasoningContent("second."),
            new TextReasoningContent("") { ProtectedData = "sig-2" },
            new TextContent(" More.")));

    [Fact]
    public async Task Thinking_without_a_signature_has_none() => JsonAssert.Equal(
        """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hmm."}]},{"type":"text","text":"Yes."}]}""",
        await Sent(new TextReasoningContent("Hmm."), new TextContent("Yes.")));

    [Fact]
    public async Task Thinking_that_is_still_open_says_so() => JsonAssert.Equal(
        """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hmm"}],"closed":false},{"type":"text","text":"Yes."}]}""",
        await Sent(new TextReasoningContent("Hmm") { AdditionalProperties = new() { ["closed"] = false } }, new TextContent("Yes.")));

    [Fact]
    public async Task Thinking_stays_home_where_the_rules_say_so()
    {
        ChatMessage thought = new(ChatRole.Assistant, [new TextReasoningContent("Hmm.") { ProtectedData = "sig" }, new TextContent("Yes.")]);

        var request = await Outgoing.Request(
            [new(ChatRole.User, "Hi"), thought, new(ChatRole.User, "Go on")], configure: options => options.ChatRules.ReplayReasoning = false);

        JsonAssert.Equal("""{"role":"assistant","content":"Yes."}""", request["messages"]![1]);
    }

    [Fact]
    public async Task Calls_stand_beside_the_text_in_one_message()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant,
            [
                new TextReasoningContent("Hmm."),
                new TextContent("Let me look."),
                new FunctionCallContent("abcdefghi", "look", new Dictionary<string, object?> { ["city"] = "Köln", ["days"] = 3, ["more"] = null }),
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
            """, await Outgoing.Messages(messages));
    }

    [Fact]
    public async Task A_call_without_text_has_no_content()
    {
        var sent = await Call(new FunctionCallContent("abcdefghi", "look"));

        Assert.False(sent.ContainsKey("content"));
    }

    [Fact]
    public async Task A_call_with_broken_arguments_goes_back_with_none()
    {
        var broken = FunctionCallContent.CreateFromParsedArguments<string>("{\"a\":", "abcdefghi", "look", _ => throw new FormatException());

        var sent = await Call(broken);

        Assert.Equal("{}", sent["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task Arguments_of_any_kind_are_compact_json()
    {
        var sent = await Call(new FunctionCallContent("abcdefghi", "look", new Dictionary<string, object?>
        {
            ["element"] = System.Text.Json.JsonElement.Parse("""{ "a": [ 1, 2.50 ] }"""),
            ["node"] = new System.Text.Json.Nodes.JsonObject { ["b"] = "<&>" },
            ["date"] = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            ["nested"] = new Dictionary<string, object?> { ["c"] = true },
        }));

        Assert.Equal(
            """{"element":{"a":[1,2.50]},"node":{"b":"<&>"},"date":"2026-01-02T03:04:05Z","nested":{"c":true}}""",
            sent["tool_calls"]![0]!["function"]!["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task Arguments_nobody_can_write_are_an_error_that_says_what_to_give()
    {
        var call = new FunctionCallContent("abcdefghi", "look", new Dictionary<string, object?> { ["a"] = new Version(1, 2) });

        var error = await Outgoing.Refusal<NotSupportedException>(
            [new(ChatRole.User, "Hi"), new(ChatRole.Assistant, [call]), new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")])]);

        Assert.Contains("JsonElement", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_of_a_call_that_ran_elsewhere_is_no_call_unless_its_result_is_here()
    {
        var note = new FunctionCallContent("abcdefghi", "look") { InformationalOnly = true };

        JsonAssert.Equal("""{"role":"assistant","content":"Done."}""", await Sent(note, new TextContent("Done.")));
        Assert.Single((await Call(note))["tool_calls"]!.AsArray());
    }

    [Fact]
    public async Task Citations_usage_and_errors_of_an_answer_do_not_go_back() => JsonAssert.Equal(
        """{"role":"assistant","content":"Paris."}""",
        await Sent(
            new TextContent("Paris."),
            new TextContent("") { Annotations = [new CitationAnnotation()], RawRepresentation = new ReferenceChunk([]) },
            new UsageContent(new()),
            new ErrorContent("late")));

    [Fact]
    [Trait("Spec", "beyond")]
    public async Task A_chunk_of_the_answer_that_has_no_type_here_goes_back_as_it_came() => JsonAssert.Equal(
        """{"role":"assistant","content":[{"type":"text","text":"Look:"},{"type":"tomorrow","x":1}]}""",
        await Sent(
            new TextContent("Look:"),
            new AIContent { RawRepresentation = new UnknownChunk(System.Text.Json.JsonElement.Parse("""{"type":"tomorrow","x":1}""")) }));

    /// <summary>The assistant's message among others, with these contents.</summary>
    private static async Task<System.Text.Json.Nodes.JsonNode> Sent(params AIContent[] contents) =>
        (await Outgoing.Messages(new ChatMessage(ChatRole.User, "Hi"), new ChatMessage(ChatRole.Assistant, contents), new ChatMessage(ChatRole.User, "Go on")))[1]!;

    /// <summary>The assistant's message of a call that was answered.</summary>
    private static async Task<System.Text.Json.Nodes.JsonObject> Call(FunctionCallContent call) => (await Outgoing.Messages(
        new ChatMessage(ChatRole.User, "Hi"),
        new ChatMessage(ChatRole.Assistant, [call]),
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "sun")])))[1]!.AsObject();
}
