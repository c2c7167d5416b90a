using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Requests;

/// <summary>Function results of every supported type.</summary>
public sealed class ToolResultTests
{
    public static TheoryData<object?, string> Results => new()
    {
        { "58 degrees", "\"58 degrees\"" },
        { "", "\"\"" },
        { null, "\"null\"" },
        // A JSON string is sent without quotes, as the function returned it.
        { JsonElement.Parse("\"58 degrees\""), "\"58 degrees\"" },
        { JsonElement.Parse("58.50"), "\"58.50\"" },
        { JsonElement.Parse("null"), "\"null\"" },
        { JsonElement.Parse("""{ "a": [ "ä", 1 ] }"""), """ "{\"a\":[\"ä\",1]}" """ },
        { new JsonObject { ["a"] = 1 }, """ "{\"a\":1}" """ },
        { JsonValue.Create(5), "\"5\"" },
        { 42, "\"42\"" },
        { 1.5, "\"1.5\"" },
        { true, "\"true\"" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), """ "\"2026-01-02T03:04:05+00:00\"" """ },
        { new[] { "a", "b" }, """ "[\"a\",\"b\"]" """ },
        { new List<string> { "a" }, """ "[\"a\"]" """ },
        { new Dictionary<string, object?> { ["a"] = 1 }, """ "{\"a\":1}" """ },
        { new AdditionalPropertiesDictionary { ["a"] = 1 }, """ "{\"a\":1}" """ },
        { new TextContent("plain"), "\"plain\"" },
        { new AIContent[] { new TextContent("one"), new TextContent(""), new TextContent("two") }, """ "one\ntwo" """ },
        { new AIContent[] { new TextContent("a"), new ErrorContent("bad") }, """ "a\nError: bad" """ },
        { Array.Empty<AIContent>(), "\"\"" },
        {
            new List<AIContent> { new TextContent("A map:"), new DataContent(new byte[] { 1, 2, 3 }, "image/png") },
            """[{"type":"text","text":"A map:"},{"type":"image_url","image_url":"data:image/png;base64,AQID"}]"""
        },
        {
            new List<AIContent> { new TextContent("a"), new ErrorContent("bad"), new DataContent(new byte[] { 1, 2, 3 }, "image/png") },
            """
            [{"type":"text","text":"a\n"},{"type":"text","text":"Error: bad"},
             {"type":"image_url","image_url":"data:image/png;base64,AQID"}]
            """
        },
        { new UriContent("https://example.com/a.png", "image/png"), """[{"type":"image_url","image_url":"https://example.com/a.png"}]""" },
    };

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public async Task Function_result_is_sent_as_tool_message_content(object? result, string content) => JsonAssert.Equal(
        $$"""{"role":"tool","content":{{content}},"tool_call_id":"abcdefghi","name":"look"}""", (await GetSentMessagesAsync(result))[2]);

    [Fact]
    public async Task String_result_of_a_method_is_sent_without_quotes()
    {
        var function = AIFunctionFactory.Create((string city) => $"sun in {city}", "look");
        var result = await function.InvokeAsync(new() { ["city"] = "Köln" }, TestContext.Current.CancellationToken);

        Assert.Equal("sun in Köln", (await GetSentMessagesAsync(result))[2]!["content"]!.GetValue<string>());
    }

    public static TheoryData<object?, Exception?, string> FailedResults => new()
    {
        { null, new TimeoutException("too slow"), "Error: too slow" },
        // FunctionInvokingChatClient sets the text for the model and the exception.
        { "Error: Function failed.", new TimeoutException("too slow"), "Error: Function failed." },
        // Semantic Kernel sets the exception as the result.
        { new TimeoutException("too slow"), null, "Error: too slow" },
        { new System.Reflection.TargetInvocationException(new TimeoutException("too slow")), null, "Error: too slow" },
        { new InvalidOperationException(" "), null, "Error: InvalidOperationException" },
        { new ErrorContent("too slow"), null, "Error: too slow" },
        { new ErrorContent("too slow") { ErrorCode = "408", Details = "after 3 s" }, null, "Error: too slow 408 after 3 s" },
        { new ErrorContent(null), null, "Error: The function failed." },
        { new FunctionResultContent("other", null) { Exception = new TimeoutException("too slow") }, null, "Error: too slow" },
        { new Version(1, 2), null, "Error: The result of the function cannot be converted to JSON. Its type is System.Version." },
        { double.NaN, null, "Error: The result of the function cannot be converted to JSON. Its type is System.Double." },
        {
            JsonElement.Parse("\"\\ud800\""), null,
            "Error: The result of the function cannot be converted to JSON. Its type is System.Text.Json.JsonElement."
        },
        {
            GetElementOfDisposedDocument(), null,
            "Error: The result of the function cannot be converted to JSON. Its type is System.Text.Json.JsonElement."
        },
    };

    [Theory]
    [MemberData(nameof(FailedResults), DisableDiscoveryEnumeration = true)]
    public async Task Failed_result_is_sent_as_an_error_text(object? result, Exception? exception, string text)
    {
        var failed = new FunctionResultContent("abcdefghi", result) { Exception = exception };

        var sent = await SentRequests.GetMessagesAsync(UserQuestion, ToolCallMessage, new ChatMessage(ChatRole.Tool, [failed]));

        Assert.Equal(text, sent[2]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task Result_that_fails_when_it_is_enumerated_is_sent_as_an_error_text()
    {
        var contents = new[] { 1 }.Select(AIContent (_) => throw new TimeoutException("too slow"));

        var content = (await GetSentMessagesAsync(contents))[2]!["content"]!.GetValue<string>();

        Assert.StartsWith("Error: The result of the function cannot be converted to JSON.", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_trace_of_a_failed_function_is_not_sent()
    {
        static void Fail() => throw new TimeoutException("too slow");
        var exception = Record.Exception(Fail);

        var sent = await GetSentMessagesAsync(exception);

        Assert.DoesNotContain(nameof(Stack_trace_of_a_failed_function_is_not_sent), sent.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_of_a_result_that_cannot_be_sent_becomes_an_error_text_next_to_the_others()
    {
        var sent = await GetSentMessagesAsync(new AIContent[]
        {
            new TextReasoningContent("Hmm"),
            new TextContent("A film."),
            new DataContent(new byte[] { 1 }, "video/mp4"),
        });

        var content = sent[2]!["content"]!.GetValue<string>();
        Assert.StartsWith("A film.\nError: DataContent cannot be sent to Mistral.", content, StringComparison.Ordinal);
        Assert.Contains("video/mp4", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_without_JSON_type_info_is_logged_as_a_warning()
    {
        var log = new LogCapture();

        await SentRequests.GetAsync(
            [UserQuestion, ToolCallMessage, new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", new Version(1, 2))])],
            configure: options => options.LoggerFactory = log);

        Assert.Contains(
            log.LibraryEntries,
            entry => entry.StartsWith("Warning", StringComparison.Ordinal) && entry.Contains("System.Version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_result_is_sent_as_a_separate_tool_message()
    {
        var sent = await SentRequests.GetMessagesAsync(
            UserQuestion,
            new ChatMessage(
                ChatRole.Assistant, [new FunctionCallContent("abcdefghi", "look"), new FunctionCallContent("jklmnopqr", "listen")]),
            new ChatMessage(
                ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun"), new FunctionResultContent("jklmnopqr", "birds")]));

        JsonAssert.Equal("""{"role":"tool","content":"sun","tool_call_id":"abcdefghi","name":"look"}""", sent[2]);
        JsonAssert.Equal("""{"role":"tool","content":"birds","tool_call_id":"jklmnopqr","name":"listen"}""", sent[3]);
    }

    [Fact]
    public async Task Results_in_a_user_message_are_sent_as_tool_messages()
    {
        // Some frameworks put the results of a turn and the next user text into one message.
        var sent = await SentRequests.GetAsync(
            [
                UserQuestion,
                ToolCallMessage,
                new(ChatRole.User, [new FunctionResultContent("abcdefghi", "sun"), new TextContent("And now?")]),
            ]);

        JsonAssert.Equal("""
            [{"role":"tool","content":"sun","tool_call_id":"abcdefghi","name":"look"},{"role":"user","content":"And now?"}]
            """, new JsonArray([.. sent["messages"]!.AsArray().Skip(2).Select(message => message!.DeepClone())]));
    }

    [Fact]
    public async Task Assistant_message_with_call_and_result_is_split()
    {
        var turn = new ChatMessage(ChatRole.Assistant,
        [
            new TextContent("Let me look."),
            new FunctionCallContent("abcdefghi", "look"),
            new FunctionResultContent("abcdefghi", "sun"),
            new TextContent("It is sunny."),
        ]);

        JsonAssert.Equal("""
            [{"role":"user","content":"Hi"},
             {"role":"assistant","content":"Let me look.",
              "tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"look","arguments":"{}"}}]},
             {"role":"tool","content":"sun","tool_call_id":"abcdefghi","name":"look"},
             {"role":"assistant","content":"It is sunny."},
             {"role":"user","content":"Thanks"}]
            """, await SentRequests.GetMessagesAsync(UserQuestion, turn, new ChatMessage(ChatRole.User, "Thanks")));
    }

    [Fact]
    public async Task Images_in_results_count_toward_the_image_limit()
    {
        var images = Enumerable.Repeat<AIContent>(new UriContent("https://example.com/a.png", "image/png"), 9);

        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            [UserQuestion, ToolCallMessage, new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", images)])]);

        Assert.Contains("at most 8 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_result_without_call_throws_and_names_the_id()
    {
        var error = await SentRequests.ThrowsBeforeSendingAsync<ArgumentException>(
            [UserQuestion, new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")])]);

        Assert.Contains("\"abcdefghi\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_result_matches_a_raw_tool_call()
    {
        var raw = new ChatMessage(ChatRole.Assistant, "other")
        {
            RawRepresentation = new AssistantMessage
            {
                ToolCalls = [new() { Id = "abcdefghi", Type = "function", Function = new() { Name = "look", Arguments = "{}" } }],
            },
        };

        var sent = await SentRequests.GetMessagesAsync(
            UserQuestion, raw, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")]));

        Assert.Equal("sun", sent[2]!["content"]!.GetValue<string>());
        Assert.Equal("abcdefghi", sent[2]!["tool_call_id"]!.GetValue<string>());
    }

    private static ChatMessage UserQuestion => new(ChatRole.User, "Hi");

    private static ChatMessage ToolCallMessage => new(ChatRole.Assistant, [new FunctionCallContent("abcdefghi", "look")]);

    private static Task<JsonNode> GetSentMessagesAsync(object? result) =>
        SentRequests.GetMessagesAsync(
            UserQuestion, ToolCallMessage, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("abcdefghi", result)]));

    private static JsonElement GetElementOfDisposedDocument()
    {
        using var document = JsonDocument.Parse("{}");
        return document.RootElement;
    }
}
