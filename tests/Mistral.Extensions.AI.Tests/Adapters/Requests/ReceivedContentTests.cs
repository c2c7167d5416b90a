using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>
/// Received messages can be sent back, directly and after the conversation was stored as JSON. Text, thinking and references are sent,
/// other contents are not.
/// </summary>
public sealed class ReceivedContentTests
{
    public static TheoryData<string> UnsentChunks =>
    [
        """{"type":"file","file_id":"3f2b"}""",
        """{"type":"file","file_id":" "}""",
        """{"type":"tool_file","tool":"image_generation","file_id":"3f2b","file_name":"cat.png","file_type":"png"}""",
        """{"type":"tool_file","tool":"image_generation","file_id":""}""",
        """{"type":"image_url","image_url":"https://example.com/cat.png"}""",
        """{"type":"image_url","image_url":"data:image/png;base64,AAAA"}""",
        """{"type":"image_url","image_url":"not a URL"}""",
        """{"type":"document_url","document_url":"https://example.com/a.pdf"}""",
        """{"type":"input_audio","input_audio":"AAAA"}""",
        """{"type":"tool_reference","tool":"web_search","title":"Cats","url":"https://example.com/cats"}""",
        """{"type":"hologram","beam":{"x":[1,null]}}""",
        """{"type":"text","text":null}""",
        """{"type":"reference","reference_ids":[null]}""",
    ];

    [Theory]
    [MemberData(nameof(UnsentChunks))]
    public async Task Chunk_that_the_API_does_not_accept_is_left_out(string chunk)
    {
        var message = $$"""{"role":"assistant","content":[{"type":"text","text":"See"},{{chunk}},{"type":"text","text":" this."}]}""";

        foreach (var sent in await ReceiveAndSendAsync(message))
            JsonAssert.Equal("""{"role":"assistant","content":"See this."}""", sent[1]);
    }

    [Theory]
    [MemberData(nameof(UnsentChunks))]
    public async Task Response_without_text_can_be_sent_back(string chunk)
    {
        foreach (var sent in await ReceiveAndSendAsync($$"""{"role":"assistant","content":[{{chunk}}]}"""))
            JsonAssert.Equal("""[{"role":"user","content":"Hi"},{"role":"user","content":"Go on"}]""", sent);
    }

    [Fact]
    public async Task References_are_sent_back_in_their_positions()
    {
        const string Message = """
            {"role":"assistant","content":[{"type":"text","text":"Paris is old"},{"type":"reference","reference_ids":[1,"b"]},
             {"type":"text","text":" and big"},{"type":"reference","reference_ids":[2]}]}
            """;

        foreach (var sent in await ReceiveAndSendAsync(Message))
            JsonAssert.Equal(Message, sent[1]);
    }

    [Fact]
    public async Task Reference_ids_of_other_JSON_types_are_left_out()
    {
        const string Message = """
            {"role":"assistant","content":[{"type":"text","text":"Paris is old"},
             {"type":"reference","reference_ids":[null,1,2.5,[3],"b"]}]}
            """;
        const string Expected = """
            {"role":"assistant","content":[{"type":"text","text":"Paris is old"},{"type":"reference","reference_ids":[1,"b"]}]}
            """;

        foreach (var sent in await ReceiveAndSendAsync(Message))
            JsonAssert.Equal(Expected, sent[1]);
    }

    [Fact]
    public async Task Thinking_and_its_signature_are_sent_back()
    {
        const string Message = """
            {"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}],"signature":"c2ln"},
             {"type":"text","text":"Yes."}]}
            """;

        foreach (var sent in await ReceiveAndSendAsync(Message))
            JsonAssert.Equal(Message, sent[1]);
    }

    [Fact]
    public async Task Truncated_arguments_of_a_tool_call_are_sent_back_as_received()
    {
        const string Call = """{"id":"abcdefghi","type":"function","function":{"name":"look","arguments":"{\"city\":\"Par"}}""";

        foreach (var sent in await ReceiveAndSendAsync($$"""{"role":"assistant","content":"","tool_calls":[{{Call}}]}""", "length"))
            JsonAssert.Equal(Call, sent[1]!["tool_calls"]![0]);
    }

    [Theory]
    [InlineData("\"functions.find it\"", "functions_find_it")]
    [InlineData("null", "unknown")]
    public async Task Name_of_a_function_that_does_not_exist_is_sent_back_with_valid_characters(string name, string sentName)
    {
        var call = $$"""{"id":"abcdefghi","type":"function","function":{"name":{{name}},"arguments":"{}"} }""";

        foreach (var sent in await ReceiveAndSendAsync($$"""{"role":"assistant","content":"","tool_calls":[{{call}}]}""", "tool_calls"))
        {
            Assert.Equal(sentName, (string?)sent[1]!["tool_calls"]![0]!["function"]!["name"]);
            Assert.Equal("abcdefghi", (string?)sent[2]!["tool_call_id"]);
        }
    }

    [Fact]
    public async Task Arguments_that_the_caller_sets_replace_truncated_arguments()
    {
        const string Call = """{"id":"abcdefghi","type":"function","function":{"name":"look","arguments":"{\"city\":\"Par"}}""";
        var response = await ChatResponses.FromMessageAsync($$"""{"role":"assistant","tool_calls":[{{Call}}]}""", "length");

        Assert.Single(response.Contents().OfType<FunctionCallContent>()).Arguments = new Dictionary<string, object?> { ["city"] = "Paris" };

        var call = (await response.GetNextRequestMessagesAsync())[1]!["tool_calls"]![0]!;
        Assert.Equal("""{"city":"Paris"}""", call["function"]!["arguments"]!.GetValue<string>());
    }

    [Fact]
    public async Task Results_of_hosted_tools_are_sent_back()
    {
        const string Messages = """
            {"role":"assistant","content":"","tool_calls":[{"id":"abcdefghi","function":{"name":"image_generation","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"abcdefghi","content":[{"type":"text","text":"A cat:"},
             {"type":"image_url","image_url":"https://example.com/cat.png"}]},
            {"role":"assistant","content":"Here it is."}
            """;
        var response = await ChatResponses.FromCompletionAsync(
            $$"""{"id":"1","model":"m","choices":[{"index":0,"messages":[{{Messages}}],"finish_reason":"stop"}]}""");

        foreach (var received in new[] { response, StoredConversation.RoundTrip(response) })
        {
            var sent = (await received.GetNextRequestMessagesAsync()).AsArray();

            Assert.Equal(["user", "assistant", "tool", "assistant", "user"], sent.Select(message => message!["role"]!.GetValue<string>()));
            Assert.Contains("A cat:", sent[2]!.ToJsonString(), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Receives the message as a whole and in a stream, and sends the next request of the conversation, directly and after the response
    /// was stored as JSON. Returns the messages of the four requests.
    /// </summary>
    private static async Task<List<JsonNode>> ReceiveAndSendAsync(string message, string finishReason = "stop")
    {
        var requests = new List<JsonNode>();
        ChatResponse[] responses =
            [await ChatResponses.FromMessageAsync(message, finishReason), await ChatResponses.FromDeltasAsync([message], finishReason)];
        foreach (var response in responses)
        {
            requests.Add(await response.GetNextRequestMessagesAsync());
            requests.Add(await StoredConversation.RoundTrip(response).GetNextRequestMessagesAsync());
        }

        return requests;
    }
}
