using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Adapters;

/// <summary>Results of functions, in whatever they come.</summary>
public sealed class ToolResultTests
{
    public static TheoryData<object?, string> Results => new()
    {
        { "58 degrees", "\"58 degrees\"" },
        { "", "\"\"" },
        { null, "\"null\"" },
        // Without the quotes it is what the function said.
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
        { new AIContent[] { new TextContent("one, "), new TextContent("two") }, "\"one, two\"" },
        { Array.Empty<AIContent>(), "\"\"" },
        {
            new List<AIContent> { new TextContent("A map:"), new DataContent(new byte[] { 1, 2, 3 }, "image/png") },
            """[{"type":"text","text":"A map:"},{"type":"image_url","image_url":"data:image/png;base64,AQID"}]"""
        },
        { new UriContent("https://example.com/a.png", "image/png"), """[{"type":"image_url","image_url":"https://example.com/a.png"}]""" },
    };

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public async Task A_result_is_the_content_of_a_tool_message(object? result, string content) => JsonAssert.Equal(
        $$"""{"role":"tool","content":{{content}},"tool_call_id":"abcdefghi","name":"look"}""", (await Sent(result))[2]);

    [Fact]
    public async Task What_a_function_of_a_method_returns_arrives_without_quotes()
    {
        var function = AIFunctionFactory.Create((string city) => $"sun in {city}", "look");
        var result = await function.InvokeAsync(new() { ["city"] = "Köln" }, TestContext.Current.CancellationToken);

        Assert.Equal("sun in Köln", (await Sent(result))[2]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_failed_call_is_answered_too()
    {
        var failed = new FunctionResultContent("abcdefghi", null) { Exception = new TimeoutException("too slow") };

        var sent = await Outgoing.Messages(Question, Call, new ChatMessage(ChatRole.Tool, [failed]));

        Assert.Equal("null", sent[2]!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_result_nobody_can_write_is_an_error_that_says_what_to_give()
    {
        var error = await Outgoing.Refusal<NotSupportedException>(
            [Question, Call, new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", new Version(1, 2))])]);

        Assert.Contains("System.Version", error.Message, StringComparison.Ordinal);
        Assert.Contains("JsonElement", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_result_of_a_message_is_a_message_of_its_own()
    {
        var sent = await Outgoing.Messages(
            Question,
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("abcdefghi", "look"), new FunctionCallContent("jklmnopqr", "listen")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun"), new FunctionResultContent("jklmnopqr", "birds")]));

        JsonAssert.Equal("""{"role":"tool","content":"sun","tool_call_id":"abcdefghi","name":"look"}""", sent[2]);
        JsonAssert.Equal("""{"role":"tool","content":"birds","tool_call_id":"jklmnopqr","name":"listen"}""", sent[3]);
    }

    [Fact]
    public async Task Results_in_a_message_of_another_role_are_tool_messages_all_the_same()
    {
        // Some frameworks put the results of a turn before the words of the next one.
        var sent = await Outgoing.Request(
            [Question, Call, new(ChatRole.User, [new FunctionResultContent("abcdefghi", "sun"), new TextContent("And now?")])],
            configure: options => options.ChatRules.BridgeToolToUser = false);

        JsonAssert.Equal("""
            [{"role":"tool","content":"sun","tool_call_id":"abcdefghi","name":"look"},{"role":"user","content":"And now?"}]
            """, new JsonArray([.. sent["messages"]!.AsArray().Skip(2).Select(message => message!.DeepClone())]));
    }

    [Fact]
    public async Task A_whole_turn_in_one_message_is_taken_apart()
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
             {"role":"assistant","content":"Let me look.","tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"look","arguments":"{}"}}]},
             {"role":"tool","content":"sun","tool_call_id":"abcdefghi","name":"look"},
             {"role":"assistant","content":"It is sunny."},
             {"role":"user","content":"Thanks"}]
            """, await Outgoing.Messages(Question, turn, new ChatMessage(ChatRole.User, "Thanks")));
    }

    [Fact]
    public async Task The_images_of_a_result_count()
    {
        var images = Enumerable.Repeat<AIContent>(new UriContent("https://example.com/a.png", "image/png"), 9);

        var error = await Outgoing.Refusal<ArgumentException>([Question, Call, new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", images)])]);

        Assert.Contains("at most 8 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_without_its_call_is_an_error_that_names_it()
    {
        var error = await Outgoing.Refusal<ArgumentException>([Question, new(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")])]);

        Assert.Contains("\"abcdefghi\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raw_call_is_answered_by_a_typed_result()
    {
        var raw = new ChatMessage(ChatRole.Assistant, "other")
        {
            RawRepresentation = new AssistantMessage { ToolCalls = [new() { Id = "abcdefghi", Type = "function", Function = new() { Name = "look", Arguments = "{}" } }] },
        };

        var sent = await Outgoing.Messages(Question, raw, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("abcdefghi", "sun")]));

        Assert.Equal("sun", sent[2]!["content"]!.GetValue<string>());
        Assert.Equal("abcdefghi", sent[2]!["tool_call_id"]!.GetValue<string>());
    }

    private static ChatMessage Question => new(ChatRole.User, "Hi");

    private static ChatMessage Call => new(ChatRole.Assistant, [new FunctionCallContent("abcdefghi", "look")]);

    private static Task<JsonNode> Sent(object? result) =>
        Outgoing.Messages(Question, Call, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("abcdefghi", result)]));
}
