using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Responses;

/// <summary>
/// A response has the same contents with and without streaming, and is sent back as the same JSON in the next request. Otherwise
/// switching on streaming would change a conversation.
/// </summary>
public sealed class StreamingParityTests
{
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Streamed_response_equals_non_streamed_response_and_is_sent_back_as_the_same_JSON(
        string caseName, string message, string[] deltas, string finishReason, string[] expectedContents, string expectedMessage)
    {
        var complete = await ChatResponses.FromMessageAsync(message, finishReason);
        var streamed = await ChatResponses.FromDeltasAsync(deltas, finishReason);

        Assert.Equal(expectedContents, complete.Contents().Select(content => ChatResponses.Describe(content).Trim()));
        Assert.True(
            complete.Describe() == streamed.Describe(),
            $"{caseName}\nNot streamed:\n{complete.Describe()}\nStreamed:\n{streamed.Describe()}");
        JsonAssert.Equal(expectedMessage, (await complete.GetNextRequestMessagesAsync())[1]);
        JsonAssert.Equal(expectedMessage, (await streamed.GetNextRequestMessagesAsync())[1]);
    }

    public static TheoryData<string, string, string[], string, string[], string> Cases => new()
    {
        {
            "text",
            """{"role":"assistant","content":"Hello, world!","tool_calls":null}""",
            [
                """{"role":"assistant","content":""}""",
                """{"content":"Hello"}""",
                """{"content":", "}""",
                """{"role":null,"content":"world!"}""",
            ],
            "stop",
            ["TextContent Hello, world!"],
            """{"role":"assistant","content":"Hello, world!"}"""
        },
        {
            "text as a list of chunks",
            """{"role":"assistant","content":[{"type":"text","text":"Hello, "},{"type":"text","text":"world!"}]}""",
            [
                """{"role":"assistant"}""",
                """{"content":[{"type":"text","text":"Hello"}]}""",
                """{"content":", world!"}""",
                """{"content":null}""",
            ],
            "length",
            ["TextContent Hello, world!"],
            """{"role":"assistant","content":"Hello, world!"}"""
        },
        {
            "thinking and text",
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"2+2 is 4."}],"closed":true},
             {"type":"text","text":"It is 4."}]}
            """,
            [
                """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"2+2"}]}]}""",
                """{"content":""}""",
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":" is 4"}],"closed":true}]}""",
                // The transition: the end of the thinking and the start of the text in one list.
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"."}],"closed":true},{"type":"text","text":"It"}]}""",
                """{"content":" is 4."}""",
            ],
            "stop",
            ["TextReasoningContent 2+2 is 4.", "TextContent It is 4."],
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"2+2 is 4."}]},
             {"type":"text","text":"It is 4."}]}
            """
        },
        {
            "signature in a separate chunk",
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm, hm."}],"signature":"c2ln"},
             {"type":"text","text":"Yes."}]}
            """,
            [
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm, "}]}]}""",
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm."}]}]}""",
                """{"content":[{"type":"thinking","thinking":[],"signature":"c2ln"}]}""",
                """{"content":"Yes."}""",
            ],
            "stop",
            ["TextReasoningContent Hm, hm. mistral:c2ln", "TextContent Yes."],
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm, hm."}],"signature":"c2ln"},
             {"type":"text","text":"Yes."}]}
            """
        },
        {
            "several thinking chunks and a tool call",
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"First. "}],"signature":"one"},
             {"type":"text","text":"Wait. "},
             {"type":"thinking","thinking":[{"type":"text","text":"Second."}],"signature":"two"},{"type":"text","text":"Now."}],
             "tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"go","arguments":"{}"},"index":0}]}
            """,
            [
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"First. "}],"signature":"one"}]}""",
                """{"content":"Wait. "}""",
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Second."}]}]}""",
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":""}],"signature":"two"}]}""",
                """{"content":"","tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"go","arguments":""},"index":0}]}""",
                """{"content":"Now."}""",
                """{"tool_calls":[{"function":{"name":"","arguments":"{}"},"index":0}]}""",
            ],
            "tool_calls",
            [
                "TextReasoningContent First.  mistral:one",
                "TextContent Wait.",
                "TextReasoningContent Second. mistral:two",
                "TextContent Now.",
                "FunctionCallContent go {} exception: False informational: False",
            ],
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"First. Second."}],"signature":"two"},
             {"type":"text","text":"Wait. Now."}],
             "tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"go","arguments":"{}"} }]}
            """
        },
        {
            "thinking with a citation",
            """
            {"role":"assistant","content":[{"type":"thinking",
             "thinking":[{"type":"text","text":"So says "},{"type":"reference","reference_ids":[1]},{"type":"text","text":"the book."}],
             "signature":"s"},{"type":"text","text":"Yes."}]}
            """,
            [
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"So "}]}]}""",
                """
                {"content":[{"type":"thinking","thinking":[{"type":"text","text":"says "},{"type":"reference","reference_ids":[1]}]}]}
                """,
                """{"content":[{"type":"thinking","thinking":[{"type":"text","text":"the book."}],"signature":"s"}]}""",
                """{"content":"Yes."}""",
            ],
            "stop",
            [
                "TextReasoningContent So says",
                "TextReasoningContent   [||]",
                "TextReasoningContent the book. mistral:s",
                "TextContent Yes.",
            ],
            """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"So says the book."}],"signature":"s"},
             {"type":"text","text":"Yes."}]}
            """
        },
        {
            "text and tool calls with finish reason stop",
            """
            {"role":"assistant","content":"Let me look.","tool_calls":[
             {"id":"aaaaaaaa1","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"} },
             {"id":"aaaaaaaa2","function":{"name":"weather","arguments":{"city":"Oslo"} } }]}
            """,
            [
                """{"content":"Let me "}""",
                """{"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"weather","arguments":"{\"city\":"},"index":0}]}""",
                """{"content":"look."}""",
                """
                {"tool_calls":[{"function":{"arguments":"\"Paris\"}"},"index":0},
                 {"id":"aaaaaaaa2","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"},"index":1}]}
                """,
            ],
            "stop",
            [
                "TextContent Let me look.",
                """FunctionCallContent weather {"city":"Paris"} exception: False informational: False""",
                """FunctionCallContent weather {"city":"Oslo"} exception: False informational: False""",
            ],
            """
            {"role":"assistant","content":"Let me look.","tool_calls":[
             {"id":"aaaaaaaa1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Paris\"}"} },
             {"id":"aaaaaaaa2","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"} }]}
            """
        },
        {
            "invalid arguments",
            """
            {"role":"assistant","content":"","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"weather","arguments":"{\"city\":"} }]}
            """,
            [
                """{"tool_calls":[{"id":"aaaaaaaa1","function":{"name":"weather","arguments":"{\"ci"} }]}""",
                """{"tool_calls":[{"id":"aaaaaaaa1","function":{"arguments":"ty\":"} }]}""",
            ],
            "tool_calls",
            ["FunctionCallContent weather none exception: True informational: False"],
            """
            {"role":"assistant",
             "tool_calls":[{"id":"aaaaaaaa1","type":"function","function":{"name":"weather","arguments":"{\"city\":"} }]}
            """
        },
    };
}
