using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.RawTcpServer;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// A malicious server cannot exhaust the memory of the client or have the API key sent elsewhere, and a model ID cannot change the URL.
/// </summary>
public sealed class MaliciousServerTests
{
    private const int SizeLimit = 100_000;

    private static readonly string DeeplyNestedJson =
        string.Concat(Enumerable.Repeat("""{"a":[""", 10_000)) + string.Concat(Enumerable.Repeat("]}", 10_000));

    public static TheoryData<string> Operations => [.. ApiOperations.JsonNames];

    public static TheoryData<string> StreamingOperations => [.. ApiOperations.StreamingNames];

    public static MatrixTheoryData<string, string> EndlessBodiesAndOperations => new(
        ["""{"id":" """, "{\"x\":\"", "", "{\"choices\":[", "{\"error\":\"", "{\"object\":\"error\",\"message\":\""],
        ApiOperations.JsonNames);

    [Theory]
    [MemberData(nameof(EndlessBodiesAndOperations))]
    public async Task Endless_response_throws_at_MaxResponseSize(string prefix, string operation)
    {
        var start = ApiOperations.IsStreaming(operation) ? $"data: {prefix}" : prefix;
        var body = new EndlessResponseStream(FragmentedStream.ToUtf8(start), (byte)' ');

        var exception = await ExpectErrorAsync(new StubServer().Then(() => body.ToResponse()), operation);

        Assert.Contains(
            $"The response is larger than MaxResponseSize, which is {SizeLimit} bytes.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
        Assert.InRange(body.BytesRead, SizeLimit, 4 * SizeLimit);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData('x')]
    [InlineData(':')]
    [InlineData('\0')]
    public async Task Endless_stream_without_events_throws_at_MaxResponseSize(char filler)
    {
        var body = new EndlessResponseStream([], (byte)filler);

        await ExpectErrorAsync(new StubServer().Then(() => body.ToResponse(contentType: "text/event-stream")), "chat, streaming");

        Assert.InRange(body.BytesRead, SizeLimit, 4 * SizeLimit);
    }

    [Fact]
    public async Task MaxResponseSize_applies_to_the_decompressed_response()
    {
        var compressed = FragmentedStream.Gzip(new byte[20 * SizeLimit].Select(_ => (byte)' ').ToArray());
        Assert.InRange(compressed.Length, 1, SizeLimit / 10);
        var head = $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {compressed.Length}\r\n\r\n";
        await using var server = new RawTcpServer(async (socket, stopping) =>
        {
            await socket.SendAsync(FragmentedStream.ToUtf8(head), stopping);
            await socket.SendAsync(compressed, stopping);
        });
        using var client = server.CreateClient(options => options.MaxResponseSize = SizeLimit);

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.CompleteTextAsync());

        Assert.Contains("MaxResponseSize", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MaxResponseSize_applies_to_each_event_of_a_stream()
    {
        var chunk = StubServer.Chunk($$"""{"content":"{{new string('a', 30_000)}}"}""");
        var server = StubServer.WithStream([.. Enumerable.Repeat(chunk, 20), StubServer.Chunk("""{"content":"!"}""", "stop")]);

        var text = await server.CreateClient(options => options.MaxResponseSize = SizeLimit).StreamTextAsync();

        Assert.Equal((20 * 30_000) + 1, text.Length);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Deeply_nested_response_throws_MistralException(string operation)
    {
        string[] bodies =
        [
            DeeplyNestedJson,
            $$"""{"choices":{{DeeplyNestedJson}}}""",
            $$"""{"unknown":{{DeeplyNestedJson}},"data":[]}""",
            $$"""{"error":{{DeeplyNestedJson}}}""",
        ];
        foreach (var json in bodies)
        {
            var body = ApiOperations.IsStreaming(operation) ? TestCalls.SseEvent(json) : json;

            var server = new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StringContent(body) });

            var exception = await ExpectErrorAsync(server, operation);

            // An error event within a stream has no status code.
            var isErrorEvent = ApiOperations.IsStreaming(operation) && json.StartsWith("{\"error\"", StringComparison.Ordinal);
            Assert.Equal(isErrorEvent ? null : HttpStatusCode.OK, exception.StatusCode);
            Assert.InRange(exception.Message.Length, 10, 2000);
        }
    }

    [Theory]
    [MemberData(nameof(StreamingOperations))]
    public async Task Deeply_nested_error_event_throws_MistralException(string operation)
    {
        var server = StubServer.WithRawStream($"event: error\ndata: {DeeplyNestedJson}\n\n");

        Assert.InRange((await ExpectErrorAsync(server, operation)).Message.Length, 10, 3000);
    }

    [Fact]
    public async Task Redirect_is_not_followed_and_the_key_is_not_forwarded()
    {
        await using var redirectTarget = new RawTcpServer(RespondWith("HTTP/1.1 200 OK\r\n\r\n{}"));
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            await using var server = new RawTcpServer(RespondWith(
                $"HTTP/1.1 {status} Moved\r\nLocation: {redirectTarget.Endpoint}/x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
            using var client = server.CreateClient(options => options.ApiKey = "sk-secret-key");

            foreach (var operation in ApiOperations.Names)
            {
                var exception = await Assert.ThrowsAsync<MistralException>(() => client.CallAsync(operation));
                Assert.Equal(status, (int)exception.StatusCode!);
                Assert.Contains("redirects", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Empty(redirectTarget.Requests);
    }

    [Fact]
    public async Task Key_is_not_forwarded_when_a_custom_pipeline_follows_redirects()
    {
        var completion = StubServer.Completion("""{"role":"assistant","content":"OK"}""");
        await using var redirectTarget = new RawTcpServer(RespondWith($"HTTP/1.1 200 OK\r\n\r\n{completion}"));
        await using var server = new RawTcpServer(RespondWith(
            $"HTTP/1.1 307 Moved\r\nLocation: {redirectTarget.Endpoint}/chat/completions\r\nContent-Length: 0\r\n\r\n"));
        using var http = new HttpClient();
        using var client = new MistralClient(http, new() { ApiKey = "sk-secret-key", Endpoint = server.Endpoint });

        Assert.Equal("OK", await client.CompleteTextAsync());

        Assert.Contains("sk-secret-key", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret-key", Assert.Single(redirectTarget.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m\r\nX-Injected: yes")]
    [InlineData("m\n")]
    [InlineData("../../files")]
    [InlineData("m?purge=true#")]
    [InlineData("\0\u2028é\"")]
    public async Task Model_id_is_escaped_in_the_URL(string model)
    {
        await using var server = new RawTcpServer(RespondWith("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        using var client = server.CreateClient();

        await Assert.ThrowsAsync<MistralException>(() => client.Models.DeleteAsync(model, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<MistralException>(() => client.Models.ListAsync(model, model, TestContext.Current.CancellationToken));

        var name = Uri.EscapeDataString(model);
        Assert.Equal(
            [$"DELETE /v1/models/{name} HTTP/1.1", $"GET /v1/models?provider={name}&model={name} HTTP/1.1"],
            server.Requests.Select(request => request.Split("\r\n")[0]));
        Assert.DoesNotContain("\nX-Injected", string.Concat(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Model_id_of_dots_is_rejected(string model)
    {
        var server = StubServer.WithDefaultResponse();
        var models = server.CreateClient().Models;

        await Assert.ThrowsAsync<ArgumentException>(() => models.DeleteAsync(model, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => models.GetAsync(model, TestContext.Current.CancellationToken));

        Assert.Empty(server.RequestMessages);
    }

    private static Task<MistralException> ExpectErrorAsync(StubServer server, string operation) =>
        Assert.ThrowsAsync<MistralException>(
            () => server.CreateClient(options => options.MaxResponseSize = SizeLimit).CallAsync(operation));
}
