using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Adapters.Converters;

/// <summary>Messages of the API become messages that the chat clients of other providers understand, and that can be changed.</summary>
public sealed class ConvertedMessageTests
{
    [Theory]
    [InlineData("""{"type":"text","text":"Hi"}""", "TextContent Hi")]
    [InlineData("""{"type":"thinking","thinking":[{"type":"text","text":"Hm"}],"signature":"s"}""", "TextReasoningContent Hm mistral:s")]
    [InlineData("""{"type":"image_url","image_url":"https://example.com/a.png"}""", "UriContent image/* https://example.com/a.png")]
    [InlineData(
        """{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}""",
        "DataContent data:image/png;base64,AAAA [detail]=low")]
    [InlineData(
        """{"type":"document_url","document_url":"data:application/pdf;base64,AAAA","document_name":"a.pdf"}""",
        "DataContent a.pdf data:application/pdf;base64,AAAA")]
    [InlineData("""{"type":"file","file_id":"f1"}""", "HostedFileContent f1")]
    [InlineData("""{"type":"tool_file","file_id":"f1","file_name":"a.png"}""", "HostedFileContent f1")]
    [InlineData("""{"type":"input_audio","input_audio":"SUQz"}""", "DataContent data:audio/mpeg;base64,SUQz")]
    [InlineData(
        """{"type":"input_audio","input_audio":"UklGRiQAAABXQVZFZm10IA=="}""",
        "DataContent data:audio/wav;base64,UklGRiQAAABXQVZFZm10IA==")]
    [InlineData("""{"type":"input_audio","input_audio":"data:audio/ogg;base64,AAAA"}""", "DataContent data:audio/ogg;base64,AAAA")]
    [InlineData("""{"type":"input_audio","input_audio":"https://example.com/a.mp3"}""", "UriContent audio/mpeg https://example.com/a.mp3")]
    [InlineData("""{"type":"input_audio","input_audio":"https://example.com/a"}""", "UriContent audio/* https://example.com/a")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", "DataContent data:audio/wav;base64,AAAA")]
    [InlineData("""{"type":"input_audio","input_audio":{"data":"AAAA"}}""", "DataContent data:audio/mpeg;base64,AAAA")]
    [InlineData("""{"type":"input_audio","input_audio":{}}""", "AIContent")]
    [InlineData("""{"type":"input_audio","input_audio":"%"}""", "AIContent")]
    [InlineData("""{"type":"image_url","image_url":"data:;base64,AAAA"}""", "DataContent data:;base64,AAAA")]
    [InlineData("""{"type":"image_url","image_url":"data:image;base64,AAAA"}""", "AIContent")]
    [InlineData("""{"type":"tomorrow"}""", "AIContent")]
    public void Chunk_is_converted_to_the_content_of_Microsoft_Extensions_AI(string chunk, string expected)
    {
        var content = Assert.Single(Convert($$"""{"role":"user","content":[{{chunk}}]}""").Contents);

        Assert.Equal(expected, Describe(content));
        var raw = Assert.IsType<ContentChunk>(content.RawRepresentation, exactMatch: false);
        JsonAssert.Equal(chunk, JsonSerializer.SerializeToNode(raw, ChatJson.Default.ContentChunk));
    }

    [Theory]
    [InlineData("""{"role":"system","content":"A"}""", "system: TextContent A")]
    [InlineData("""{"role":"user","content":"A"}""", "user: TextContent A")]
    [InlineData(
        """{"role":"user","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}""", "user: TextContent A, TextContent B")]
    [InlineData("""{"role":"developer","content":"A"}""", "developer: TextContent A")]
    [InlineData("""{"role":"critic","content":[{"type":"text","text":"A"}]}""", "critic: TextContent A")]
    [InlineData("""{"role":"critic","content":{"a":[1]}}""", "critic: AIContent")]
    [InlineData("""{"role":"assistant","content":"A","prefix":true}""", "assistant: TextContent A")]
    [InlineData(
        """{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{\"a\":1}"}}]}""",
        "assistant: FunctionCallContent 1 f {\"a\":1}")]
    [InlineData(
        """{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"f","arguments":"{\"a\":"}}]}""",
        "assistant: FunctionCallContent 1 f {} invalid {\"a\":")]
    [InlineData("""{"role":"tool","content":"OK","tool_call_id":"1","name":"f"}""", "tool: FunctionResultContent 1 OK")]
    [InlineData(
        """{"role":"tool","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}],"tool_call_id":"1"}""",
        "tool: FunctionResultContent 1 AB")]
    [InlineData(
        """{"role":"tool","content":[{"type":"image_url","image_url":"https://a.b/c"}],"tool_call_id":"1"}""",
        "tool: FunctionResultContent 1 [UriContent image/* https://a.b/c]")]
    public void Message_becomes_a_chat_message_with_its_contents(string message, string expected)
    {
        var converted = Convert(message);

        Assert.Equal(expected, $"{converted.Role}: {string.Join(", ", converted.Contents.Select(Describe))}");
    }

    [Fact]
    public void Role_developer_is_sent_as_system()
    {
        var messages = RequestJson.Parse("""{"messages":[{"role":"developer","content":"A"},{"role":"user","content":"B"}]}""").Messages!;

        var sent = messages.ToChatMessages().ToChatCompletionRequest();

        JsonAssert.Equal("""{"messages":[{"role":"system","content":"A"},{"role":"user","content":"B"}]}""", sent.ToJson());
    }

    [Fact]
    public void Call_without_ID_has_the_same_ID_in_every_conversion()
    {
        const string Message = """
            {"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"f","arguments":"{}"}}]}
            """;

        var ids = Convert(Message).Contents.Cast<FunctionCallContent>().Select(call => call.CallId).ToList();

        Assert.Equal(ids, Convert(Message).Contents.Cast<FunctionCallContent>().Select(call => call.CallId));
        Assert.Equal(2, ids.Distinct().Count());
    }

    public static TheoryData<string, Action<ChatMessage>, string> Changes => new()
    {
        { "[{\"type\":\"text\",\"text\":\"PII\"}]", message => ((TextContent)message.Contents[0]).Text = "X", "\"X\"" },
        { "\"PII\"", message => ((TextContent)message.Contents[0]).Text = "X", "\"X\"" },
        { "\"PII\"", message => message.Contents = [new TextContent("X")], "\"X\"" },
        { "\"PII\"", message => message.Contents.Clear(), "\"\"" },
        { "\"A\"", message => message.Contents.Add(new TextContent("X")), """[{"type":"text","text":"A"},{"type":"text","text":"X"}]""" },
        {
            """[{"type":"image_url","image_url":"https://a.b/c.png"}]""",
            message => ((UriContent)message.Contents[0]).Uri = new("https://a.b/d.png"),
            """[{"type":"image_url","image_url":"https://a.b/d.png"}]"""
        },
        {
            """[{"type":"image_url","image_url":{"url":"https://a.b/c.png","detail":"low"}}]""",
            message => message.Contents[0].AdditionalProperties!["detail"] = "high",
            """[{"type":"image_url","image_url":{"url":"https://a.b/c.png","detail":"high"}}]"""
        },
        {
            """[{"type":"file","file_id":"a"}]""",
            message => ((HostedFileContent)message.Contents[0]).FileId = "b",
            """[{"type":"file","file_id":"b"}]"""
        },
        {
            """[{"type":"document_url","document_url":"data:application/pdf;base64,AAAA","document_name":"a"}]""",
            message => ((DataContent)message.Contents[0]).Name = "b",
            """[{"type":"document_url","document_url":"data:application/pdf;base64,AAAA","document_name":"b"}]"""
        },
        {
            """[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},{"type":"text","text":"A"}]""",
            message => message.Contents.RemoveAt(1),
            """[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]"""
        },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Changed_content_is_sent(string content, Action<ChatMessage> change, string expected)
    {
        var message = Convert($$"""{"role":"user","content":{{content}}}""");
        var clone = message.Clone();
        change(clone);

        JsonAssert.Equal($$"""{"messages":[{"role":"user","content":{{expected}}}]}""", new[] { clone }.ToChatCompletionRequest().ToJson());
    }

    [Fact]
    public void Changed_assistant_message_is_sent()
    {
        AssertChange(
            """{"role":"assistant","content":"A"}""",
            message => message.AdditionalProperties = new() { ["prefix"] = true },
            """{"role":"assistant","content":"A","prefix":true}""");
        AssertChange(
            """{"role":"assistant","content":"A","prefix":true}""",
            message => ((TextContent)message.Contents[0]).Text = "B",
            """{"role":"assistant","content":"B","prefix":true}""");
        AssertChange(
            """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"A"}],"signature":"s"}]}""",
            message => ((TextReasoningContent)message.Contents[0]).Text = "B",
            """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"B"}],"signature":"s"}]}""");
        AssertChange(
            """{"role":"assistant","tool_calls":[{"id":"abcdefghi","function":{"name":"f","arguments":"{\"a\":1}"}}]}""",
            message => ((FunctionCallContent)message.Contents[0]).Arguments!["a"] = 2,
            """
            {"role":"assistant","tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"f","arguments":"{\"a\":2}"}}]}
            """);
        AssertChange(
            """{"role":"assistant","content":"A"}""", message => message.Role = ChatRole.User, """{"role":"user","content":"A"}""");
    }

    [Fact]
    public void Changed_tool_result_is_sent()
    {
        AssertChange(
            """{"role":"tool","content":"A","tool_call_id":"abcdefghi","name":"f"}""",
            message => ((FunctionResultContent)message.Contents[0]).Result = "B",
            """{"role":"tool","content":"B","tool_call_id":"abcdefghi"}""");
        AssertChange(
            """{"role":"tool","content":[{"type":"file","file_id":"a"}],"tool_call_id":"abcdefghi"}""",
            message => ((IList<AIContent>)((FunctionResultContent)message.Contents[0]).Result!)[0] = new HostedFileContent("b"),
            """{"role":"tool","content":[{"type":"file","file_id":"b"}],"tool_call_id":"abcdefghi"}""");
    }

    [Fact]
    public void Tool_call_that_is_null_is_not_sent()
    {
        var messages = RequestJson.Parse("""
            {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","tool_calls":[null]},
             {"role":"user","content":"Go on"}]}
            """).Messages!.ToChatMessages();

        JsonAssert.Equal(
            """{"role":"assistant","content":"Hello"}""",
            JsonNode.Parse(messages.ToChatCompletionRequest().ToJson())!["messages"]![1]);
    }

    [Fact]
    public void Raw_message_that_was_not_converted_is_sent_instead_of_the_contents()
    {
        ChatMessage[] messages = [new(ChatRole.User, "text for the user") { RawRepresentation = new UserMessage("raw") }];

        JsonAssert.Equal("""{"messages":[{"role":"user","content":"raw"}]}""", messages.ToChatCompletionRequest().ToJson());
    }

    [Fact]
    public void Stream_that_cannot_seek_is_not_read()
    {
        using var stream = new ForwardOnlyStream([1, 2, 3]);
        var image = new ImageUrlChunk(MediaUrl.FromStream(stream, "image/png"));

        var converted = new Message[] { new UserMessage([image]) }.ToChatMessages();

        Assert.Same(image, Assert.Single(converted[0].Contents).RawRepresentation);
        JsonAssert.Equal(
            """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":"data:image/png;base64,AQID"}]}]}""",
            converted.ToChatCompletionRequest().ToJson());
    }

    private static void AssertChange(string message, Action<ChatMessage> change, string expected)
    {
        var converted = Convert(message);
        change(converted);

        JsonAssert.Equal(
            $$"""{"messages":[{{expected}}]}""", new[] { converted }.ToChatCompletionRequest(rules: new() { Normalize = false }).ToJson());
    }

    private static ChatMessage Convert(string message) =>
        Assert.Single(RequestJson.Parse($$"""{"messages":[{{message}}]}""").Messages!.ToChatMessages());

    private static string Describe(AIContent content) =>
        string.Join(' ', GetParts(content).Where(part => part is not null).Prepend(content.GetType().Name));

    private static string?[] GetParts(AIContent content) => content switch
    {
        TextContent text => [text.Text],
        TextReasoningContent reasoning => [reasoning.Text, reasoning.ProtectedData],
        UriContent uri => [uri.MediaType, uri.Uri.AbsoluteUri],
        DataContent data => [data.Name, data.Uri, data.AdditionalProperties is { } properties ? $"[detail]={properties["detail"]}" : null],
        HostedFileContent file => [file.FileId],
        FunctionCallContent call =>
        [
            call.CallId,
            call.Name,
            $"{{{string.Join(',', call.Arguments?.Select(argument => $"\"{argument.Key}\":{argument.Value}") ?? [])}}}",
            call.Exception is null ? null : $"invalid {call.AdditionalProperties!["arguments"]}",
        ],
        FunctionResultContent { Result: IEnumerable<AIContent> contents } result =>
            [result.CallId, $"[{string.Join(", ", contents.Select(Describe))}]"],
        FunctionResultContent result => [result.CallId, (string?)result.Result],
        _ => [],
    };
}
