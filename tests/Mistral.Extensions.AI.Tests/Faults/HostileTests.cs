using System.Net;
using Mistral.Extensions.AI.Tests.Wire;
using static Mistral.Extensions.AI.Tests.Faults.RawServer;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A server that means harm: it gets neither the memory of this machine nor the key.</summary>
public sealed class HostileTests
{
    private const int Limit = 100_000;

    private static readonly string Deep = string.Concat(Enumerable.Repeat("""{"a":[""", 10_000)) + string.Concat(Enumerable.Repeat("]}", 10_000));

    public static TheoryData<string> Names => [.. Routes.Names];

    public static TheoryData<string> Streams => [.. Routes.Streams];

    public static MatrixTheoryData<string, string> EndlessAndRoutes => new(
        ["""{"id":" """, "{\"x\":\"", "", "{\"choices\":[", "{\"error\":\"", "{\"object\":\"error\",\"message\":\""], Routes.Names);

    [Theory]
    [MemberData(nameof(EndlessAndRoutes))]
    public async Task An_answer_without_end_ends_at_MaxResponseSize(string begin, string route)
    {
        var body = new EndlessBody(Pieces.Bytes(Routes.IsStream(route) ? $"data: {begin}" : begin), (byte)' ');

        var exception = await FailAsync(new StubServer().Then(() => body.Response()), route);

        Assert.Contains($"The answer is larger than MaxResponseSize allows, which is {Limit} bytes.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
        Assert.InRange(body.Given, Limit, 4 * Limit);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData('x')]
    [InlineData(':')]
    [InlineData('\0')]
    public async Task A_stream_that_says_nothing_without_end_ends_there_too(char filling)
    {
        var body = new EndlessBody([], (byte)filling);

        await FailAsync(new StubServer().Then(() => body.Response(contentType: "text/event-stream")), "chat, streamed");

        Assert.InRange(body.Given, Limit, 4 * Limit);
    }

    [Fact]
    public async Task A_small_answer_that_unpacks_to_a_large_one_is_large()
    {
        var bomb = Pieces.Gzip(new byte[20 * Limit].Select(_ => (byte)' ').ToArray());
        Assert.InRange(bomb.Length, 1, Limit / 10);
        await using var server = new RawServer(async (socket, stopping) =>
        {
            await socket.SendAsync(Pieces.Bytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n"), stopping);
            await socket.SendAsync(bomb, stopping);
        });
        using var client = server.Client(options => options.MaxResponseSize = Limit);

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.AskAsync());

        Assert.Contains("MaxResponseSize", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_a_stream_is_that_of_each_event()
    {
        var text = new string('a', 30_000);
        var server = StubServer.Streaming([.. Enumerable.Repeat(StubServer.Chunk($$"""{"content":"{{text}}"}"""), 20), StubServer.Chunk("""{"content":"!"}""", "stop")]);

        Assert.Equal((20 * 30_000) + 1, (await server.Client(options => options.MaxResponseSize = Limit).StreamAsync()).Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task JSON_ten_thousand_levels_deep_is_no_answer(string route)
    {
        foreach (var json in new[] { Deep, $$"""{"choices":{{Deep}}}""", $$"""{"unknown":{{Deep}},"data":[]}""", $$"""{"error":{{Deep}}}""" })
        {
            var body = Routes.IsStream(route) ? Calls.Event(json) : json;

            var exception = await FailAsync(new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StringContent(body) }), route);

            // In the middle of a stream a refusal has no status of its own.
            var isRefused = Routes.IsStream(route) && json.StartsWith("{\"error\"", StringComparison.Ordinal);
            Assert.Equal(isRefused ? null : HttpStatusCode.OK, exception.StatusCode);
            Assert.InRange(exception.Message.Length, 10, 2000);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task An_event_of_an_error_ten_thousand_levels_deep_is_an_exception(string route)
    {
        var server = StubServer.StreamingRaw($"event: error\ndata: {Deep}\n\n");

        Assert.InRange((await FailAsync(server, route)).Message.Length, 10, 3000);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_key_stays_here()
    {
        await using var elsewhere = new RawServer(Saying("HTTP/1.1 200 OK\r\n\r\n{}"));
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            await using var server = new RawServer(Saying($"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.Endpoint}/x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
            using var client = server.Client(options => options.ApiKey = "sk-a-secret");

            foreach (var route in Routes.Names)
            {
                var exception = await Assert.ThrowsAsync<MistralException>(() => client.CallAsync(route));
                Assert.Equal(status, (int)exception.StatusCode!);
                Assert.Contains("redirects", exception.Message, StringComparison.Ordinal);
            }
        }

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_pipeline_of_the_callers_that_follows_redirects_leaves_the_key_behind()
    {
        await using var elsewhere = new RawServer(Saying($"HTTP/1.1 200 OK\r\n\r\n{StubServer.Completion("""{"role":"assistant","content":"OK"}""")}"));
        await using var server = new RawServer(Saying($"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.Endpoint}/chat/completions\r\nContent-Length: 0\r\n\r\n"));
        using var http = new HttpClient();
        using var client = new MistralClient(http, new() { ApiKey = "sk-a-secret", Endpoint = server.Endpoint });

        Assert.Equal("OK", await client.AskAsync());

        Assert.Contains("sk-a-secret", Assert.Single(server.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-a-secret", Assert.Single(elsewhere.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m\r\nX-Injected: yes")]
    [InlineData("m\n")]
    [InlineData("../../files")]
    [InlineData("m?purge=true#")]
    [InlineData("\0\u2028é\"")]
    public async Task The_name_of_a_model_stays_one_part_of_the_address(string model)
    {
        await using var server = new RawServer(Saying("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        using var client = server.Client();

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
    public async Task A_model_named_like_a_folder_is_refused_before_it_is_another_path(string model)
    {
        var server = StubServer.Any();

        await Assert.ThrowsAsync<ArgumentException>(() => server.Client().Models.DeleteAsync(model, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => server.Client().Models.GetAsync(model, TestContext.Current.CancellationToken));

        Assert.Empty(server.Messages);
    }

    private static Task<MistralException> FailAsync(StubServer server, string route) =>
        Assert.ThrowsAsync<MistralException>(() => server.Client(options => options.MaxResponseSize = Limit).CallAsync(route));
}
