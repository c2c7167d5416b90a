using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>The messages that a chat client behind the emulator gets.</summary>
public sealed class ChatClientMessageTests : IDisposable
{
    private const string FileId = "00000000-0000-4000-8000-000000000001";

    private readonly RecordingChatClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Roles_and_texts_are_passed_to_the_chat_client()
    {
        var messages = await GetMessagesAsync(
            """
            {"role":"system","content":"S"},{"role":"user","content":"U"},{"role":"assistant","content":"A"},
            {"role":"user","content":[{"type":"text","text":"1"},{"type":"text","text":"2"}]}
            """);

        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], messages.Select(message => message.Role));
        Assert.Equal(["S", "U", "A", "12"], messages.Select(message => message.Text));
        Assert.Equal(2, messages[3].Contents.Count);
    }

    [Fact]
    public async Task Images_are_passed_to_the_chat_client()
    {
        var contents = await GetUserContentsAsync(
            """
            {"type":"image_url","image_url":"data:image/png;base64,AQID"},
            {"type":"image_url","image_url":{"url":"https://example.com/a.webp","detail":"low"}},
            {"type":"image_url","image_url":"https://example.com/a"}
            """);

        var data = Assert.IsType<DataContent>(contents[0]);
        Assert.Equal("image/png", data.MediaType);
        Assert.Equal(new byte[] { 1, 2, 3 }, data.Data.ToArray());
        var url = Assert.IsType<UriContent>(contents[1]);
        Assert.Equal(new Uri("https://example.com/a.webp"), url.Uri);
        Assert.Equal("image/webp", url.MediaType);
        Assert.Equal("low", url.AdditionalProperties!["detail"]);
        Assert.Equal("image/*", Assert.IsType<UriContent>(contents[2]).MediaType);
    }

    [Fact]
    public async Task Documents_are_passed_to_the_chat_client()
    {
        var contents = await GetUserContentsAsync(
            """
            {"type":"document_url","document_url":"data:application/pdf;base64,AQID","document_name":"a.pdf"},
            {"type":"document_url","document_url":"https://example.com/b","document_name":"b.pdf"}
            """);

        var data = Assert.IsType<DataContent>(contents[0]);
        Assert.Equal(("application/pdf", "a.pdf"), (data.MediaType, data.Name));
        var url = Assert.IsType<UriContent>(contents[1]);
        Assert.Equal("application/pdf", url.MediaType);
        Assert.Equal("b.pdf", url.AdditionalProperties!["document_name"]);
    }

    [Fact]
    public async Task Uploaded_file_is_passed_to_the_chat_client_as_its_bytes()
    {
        await using var emulator = await StartAsync();
        emulator.Server.AddFile(FileId, Encoding.UTF8.GetBytes("%PDF-1.7"), "application/pdf");

        var response = await emulator.PostChatAsync(
            $$$"""{"messages":[{"role":"user","content":[{"type":"file","file_id":"{{{FileId}}}"}]}]}""");

        Assert.True((int)response.Status == 200, response.Body);
        var data = Assert.IsType<DataContent>(_client.Request.Messages[0].Contents[0]);
        Assert.Equal("application/pdf", data.MediaType);
        Assert.Equal("%PDF-1.7", Encoding.UTF8.GetString(data.Data.Span));
    }

    [Theory]
    [InlineData("\"UklGRgAA\"", "audio/wav")]
    [InlineData("\"ZkxhQwAA\"", "audio/flac")]
    [InlineData("\"T2dnUwAA\"", "audio/ogg")]
    [InlineData("\"AAAAAAAA\"", "audio/mpeg")]
    [InlineData("\"data:audio/mp4;base64,AAAA\"", "audio/mp4")]
    [InlineData("""{"data":"AAAA","format":"mp3"}""", "audio/mpeg")]
    [InlineData("""{"data":"AAAA","format":"wav"}""", "audio/wav")]
    public async Task Audio_is_passed_to_the_chat_client_with_its_media_type(string audio, string mediaType)
    {
        var contents = await GetUserContentsAsync($$"""{"type":"input_audio","input_audio":{{audio}}}""", "voxtral-small-latest");

        Assert.Equal(mediaType, Assert.IsType<DataContent>(contents[0]).MediaType);
    }

    [Fact]
    public async Task Audio_URL_is_passed_to_the_chat_client()
    {
        var contents = await GetUserContentsAsync(
            """{"type":"input_audio","input_audio":"https://example.com/a.mp3"}""", "voxtral-small-latest");

        Assert.Equal("audio/*", Assert.IsType<UriContent>(contents[0]).MediaType);
    }

    [Fact]
    public async Task Thinking_is_passed_to_the_chat_client()
    {
        var messages = await GetMessagesAsync(
            """
            {"role":"user","content":"U"},
            {"role":"assistant","content":[
              {"type":"thinking","thinking":[{"type":"text","text":"Hm"},{"type":"text","text":"m"}],"signature":"sig","closed":true},
              {"type":"text","text":"A"},{"type":"reference","reference_ids":[1]}]},
            {"role":"user","content":"V"}
            """);

        var reasoning = Assert.IsType<TextReasoningContent>(messages[1].Contents[0]);
        Assert.Equal(("Hmm", "sig"), (reasoning.Text, reasoning.ProtectedData));
        Assert.Equal("A", Assert.IsType<TextContent>(messages[1].Contents[1]).Text);
        Assert.Equal(2, messages[1].Contents.Count);
    }

    [Fact]
    public async Task Tool_calls_and_results_are_passed_to_the_chat_client()
    {
        var messages = await GetMessagesAsync(
            """
            {"role":"user","content":"U"},
            {"role":"assistant","content":"","tool_calls":[
              {"id":"aaaaaaaa1","function":{"name":"look","arguments":"{\"at\":\"b\"}"}},
              {"id":"aaaaaaaa2","function":{"name":"look","arguments":{"at":{"c":1}}}}]},
            {"role":"tool","tool_call_id":"aaaaaaaa1","content":"seen"},
            {"role":"tool","tool_call_id":"aaaaaaaa2","name":"look","content":[
              {"type":"text","text":"this"},{"type":"image_url","image_url":"data:image/png;base64,AQID"}]}
            """);

        var calls = messages[1].Contents.Cast<FunctionCallContent>().ToArray();
        Assert.Equal(["aaaaaaaa1", "aaaaaaaa2"], calls.Select(call => call.CallId));
        Assert.Equal("b", ((JsonElement)calls[0].Arguments!["at"]!).GetString());
        Assert.Equal(1, ((JsonElement)calls[1].Arguments!["at"]!).GetProperty("c").GetInt32());
        Assert.Equal([ChatRole.Tool, ChatRole.Tool], messages.Skip(2).Select(message => message.Role));
        var results = messages.Skip(2).Select(message => (FunctionResultContent)message.Contents.Single()).ToArray();
        Assert.Equal(("aaaaaaaa1", "seen"), (results[0].CallId, results[0].Result));
        Assert.Equal(
            [typeof(TextContent), typeof(DataContent)],
            ((IEnumerable<AIContent>)results[1].Result!).Select(content => content.GetType()));
    }

    [Fact]
    public async Task Tool_call_arguments_that_are_not_an_object_are_rejected()
    {
        await using var emulator = await StartAsync();

        var response = await emulator.PostChatAsync(
            """
            {"messages":[{"role":"user","content":"U"},
              {"role":"assistant","content":"","tool_calls":[{"id":"aaaaaaaa1","function":{"name":"look","arguments":"{"}}]},
              {"role":"tool","tool_call_id":"aaaaaaaa1","content":"seen"}]}
            """);

        Assert.Equal(400, (int)response.Status);
        Assert.Contains("The arguments of the call of look are not a JSON object", response.Body, StringComparison.Ordinal);
        Assert.Empty(_client.Requests);
    }

    [Fact]
    public async Task Prefix_is_passed_to_the_chat_client()
    {
        var messages = await GetMessagesAsync(
            """{"role":"user","content":"U"},{"role":"assistant","content":"Once","prefix":true}""");

        Assert.Equal("Once", messages[1].Text);
        Assert.Equal(true, messages[1].AdditionalProperties!["prefix"]);
    }

    [Fact]
    public async Task Rejected_request_does_not_reach_the_chat_client()
    {
        await using var emulator = await StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi", """{"top_k":5}""");

        Assert.Equal(422, (int)response.Status);
        Assert.Empty(_client.Requests);
    }

    private Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });

    private async Task<IList<AIContent>> GetUserContentsAsync(string chunks, string model = "mistral-medium-latest") =>
        (await GetMessagesAsync($$"""{"role":"user","content":[{{chunks}}]}""", model))[0].Contents;

    private async Task<List<ChatMessage>> GetMessagesAsync(string messages, string model = "mistral-medium-latest")
    {
        await using var emulator = await StartAsync();
        var response = await emulator.PostChatAsync($$"""{"model":"{{model}}","messages":[{{messages}}]}""");
        Assert.True((int)response.Status == 200, response.Body);
        return _client.Request.Messages;
    }
}
