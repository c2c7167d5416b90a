using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Model.ChatClients;

/// <summary>Errors of a chat client behind the emulator.</summary>
public sealed class ChatClientErrorTests : IDisposable
{
    private readonly RecordingChatClient _client = new();

    public void Dispose() => _client.Dispose();

    public static TheoryData<Exception, int> Exceptions => new()
    {
        { new InvalidOperationException("It is broken."), 500 },
        { new HttpRequestException("Connection refused (localhost:11434)"), 503 },
        { new TimeoutException("Too late."), 503 },
        { new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout."), 503 },
        { new NotSupportedException("Images are not supported."), 400 },
    };

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public async Task Exception_is_an_error_response_with_its_type_and_message(Exception exception, int status)
    {
        _client.Throw(exception);
        _client.Throw(exception);
        _client.Throw(exception);
        await using var emulator = await StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi");
        var stream = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");
        var conversation = await emulator.StartAsync("Hi", """{"stream":true}""");

        Assert.All([response, stream, conversation], error =>
        {
            Assert.Equal(status, (int)error.Status);
            Assert.Equal("error", (string?)error.Json["object"]);
            Assert.Equal($"The chat client threw {exception.GetType().Name}: {exception.Message}", (string?)error.Json["message"]);
            Assert.Equal(status, (int)error.Json["raw_status_code"]!);
        });
        Assert.Equal("Hello!", (await emulator.PostUserMessageAsync("Hi")).Content);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Exception_in_mid_stream_is_the_last_event()
    {
        _client.Respond(FailAfterFirstUpdateAsync);
        await using var emulator = await StartAsync();

        var stream = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.Equal(200, (int)stream.Status);
        Assert.Equal("Hel", (string?)stream.Deltas[1]["content"]);
        JsonAssert.Equal(
            """
            {"object":"error","message":"The chat client threw IOException: The connection was reset.","type":"internal_server_error",
             "param":null,"code":"3000","raw_status_code":503}
            """,
            JsonNode.Parse(stream.EventPayloads[^1]));
    }

    [Fact]
    public async Task Exception_in_mid_stream_is_an_exception_of_the_client()
    {
        _client.Respond(FailAfterFirstUpdateAsync);
        _client.Respond(FailAfterFirstUpdateAsync);
        await using var emulator = await StartAsync();
        using var mistral = new MistralClient(new MistralClientOptions { ApiKey = TestEmulator.Key, Endpoint = emulator.Server.Endpoint });
        string[] received = ["", ""];

        var chatError = await Assert.ThrowsAsync<MistralException>(() => ReadAsync(mistral.AsIChatClient("mistral-small-latest"), 0));
        var conversationError = await Assert.ThrowsAsync<MistralException>(
            () => ReadAsync(mistral.AsConversationChatClient("mistral-small-latest"), 1));

        Assert.Equal(["Hel", "Hel"], received);
        Assert.Contains("IOException: The connection was reset.", chatError.Message, StringComparison.Ordinal);
        Assert.Contains("IOException: The connection was reset.", conversationError.Message, StringComparison.Ordinal);

        async Task ReadAsync(IChatClient chat, int index)
        {
            await foreach (var update in chat.GetStreamingResponseAsync("Hi", cancellationToken: TestContext.Current.CancellationToken))
                received[index] += update.Text;
        }
    }

    [Fact]
    public async Task Interrupted_conversation_is_not_stored()
    {
        _client.Respond(FailAfterFirstUpdateAsync);
        await using var emulator = await StartAsync();

        var stream = await emulator.StartAsync("Hi", """{"stream":true}""");

        var (name, data) = stream.NamedEvents()[^1];
        Assert.Equal("conversation.response.error", name);
        Assert.Equal("The chat client threw IOException: The connection was reset.", (string?)data["message"]);
        Assert.Equal(3000, (int)data["code"]!);
        Assert.Empty((await emulator.GetJsonAsync("/v1/conversations")).AsArray());
    }

    [Fact]
    public async Task Error_content_is_an_error_response()
    {
        _client.Respond(new ErrorContent("The model is overloaded."));
        await using var emulator = await StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(500, (int)response.Status);
        Assert.Equal("The chat client returned an error: The model is overloaded.", (string?)response.Json["message"]);
    }

    [Fact]
    public async Task Content_that_a_chat_completion_cannot_have_is_an_error_response()
    {
        _client.Respond(new DataContent(new byte[] { 1 }, "image/png"));
        await using var emulator = await StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(500, (int)response.Status);
        Assert.Contains("DataContent", response.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Incorrect API key provided: sk-proj-abc_123. See the docs.", "sk-proj")]
    [InlineData("Header Authorization: Bearer abc.def was rejected", "abc.def")]
    [InlineData("GET https://host/v1?api_key=abc123&x=1 failed", "abc123")]
    [InlineData("""{"token":"abc123"}""", "abc123")]
    public async Task Keys_in_messages_of_exceptions_are_removed(string message, string secret)
    {
        _client.Throw(new InvalidOperationException(message));
        await using var emulator = await StartAsync();

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.DoesNotContain(secret, response.Body, StringComparison.Ordinal);
        Assert.Contains("[redacted]", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, emulator.Server.Requests[0].Error, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> FailAfterFirstUpdateAsync([EnumeratorCancellation] CancellationToken token)
    {
        yield return new(ChatRole.Assistant, "Hel");
        await Task.Yield();
        throw new IOException("The connection was reset.");
    }

    private Task<TestEmulator> StartAsync() => TestEmulator.StartAsync(new MistralEmulatorOptions { ChatClient = _client });
}
