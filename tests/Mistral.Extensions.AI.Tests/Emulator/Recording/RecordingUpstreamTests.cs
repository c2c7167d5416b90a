using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Recording;

/// <summary>What is sent to the API whose responses are recorded, and what is not.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class RecordingUpstreamTests : IAsyncLifetime
{
    private TestRecordings _recordings = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _recordings = await TestRecordings.StartAsync();

    public ValueTask DisposeAsync() => _recordings.DisposeAsync();

    [Fact]
    public async Task Request_is_sent_as_it_is_without_the_headers_of_the_connection()
    {
        var recorder = await _recordings.RecordAsync();
        await RawHttp.SendAsync(
            recorder.Server.Endpoint, "POST", "/v1/x?b=2&a=%20", """{ "a" : 1 }"""u8.ToArray(), "application/json; charset=utf-8",
            TestRecordings.Authorization, "User-Agent: test/1", "X-Custom: a", "Keep-Alive: 1", "TE: trailers", "Accept-Encoding: gzip");

        var request = Assert.Single(_recordings.Upstream.Server.Requests);

        Assert.Equal(("POST", "/v1/x?b=2&a=%20"), (request.Method, request.Path));
        Assert.Equal("""{ "a" : 1 }""", Encoding.UTF8.GetString(request.Body.Span));
        Assert.Equal(
            ["Accept-Encoding: identity", "Authorization: Bearer ***", "Content-Length: 11",
                "Content-Type: application/json; charset=utf-8", $"Host: {_recordings.Upstream.Server.Endpoint.Authority}",
                "User-Agent: test/1", "X-Custom: a"],
            request.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/gateway")]
    [InlineData("/gateway/v1")]
    public async Task Upstream_endpoint_is_accepted_with_and_without_v1(string path)
    {
        await using var server = new RawTcpServer(RawTcpServer.RespondWith("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        var recorder = await _recordings.RecordAsync(new Uri(server.Endpoint, path));

        await recorder.SendAsync(HttpMethod.Get, "/v1/models?a=1");

        var prefix = path.StartsWith("/gateway", StringComparison.Ordinal) ? "/gateway" : "";
        Assert.StartsWith($"GET {prefix}/v1/models?a=1 HTTP/1.1\r\n", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RecordingMode.Record)]
    [InlineData(RecordingMode.Auto)]
    public async Task API_key_is_required_to_record(RecordingMode mode)
    {
        var recorder = await _recordings.StartAsync(mode);
        recorder.Http.DefaultRequestHeaders.Authorization = null;

        var response = await recorder.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(401, (int)response.Status);
        Assert.Equal("recording_api_key_missing", (string?)response.Json["code"]);
        Assert.Contains("An API key is required to record", (string?)response.Json["message"], StringComparison.Ordinal);
        Assert.Empty(_recordings.Upstream.Server.Requests);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Compressed_response_is_sent_and_recorded_without_compression(string encoding)
    {
        const string Json = """{"text":"compressed"}""";
        _recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(499) with
        {
            ContentType = "application/json",
            Body = Compress(encoding, Json),
            Headers = new Dictionary<string, string> { ["Content-Encoding"] = encoding },
        });

        var recorded = await (await _recordings.RecordAsync()).SendAsync(HttpMethod.Get, "/v1/x");
        var replayed = await (await _recordings.ReplayAsync()).SendAsync(HttpMethod.Get, "/v1/x");

        Assert.Equal((Json, Json), (recorded.Body, replayed.Body));
        Assert.False(recorded.Headers.ContainsKey("Content-Encoding") || replayed.Headers.ContainsKey("Content-Encoding"));
        Assert.Equal("compressed", (string?)_recordings.ReadFile()["response"]!["json"]!["text"]);
    }

    [Fact]
    public async Task Unknown_compression_is_an_error_and_is_not_recorded()
    {
        _recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(499, "x") with
        {
            Headers = new Dictionary<string, string> { ["Content-Encoding"] = "zstd" },
        });

        var response = await (await _recordings.RecordAsync()).SendAsync(HttpMethod.Get, "/v1/x");

        Assert.Equal(502, (int)response.Status);
        Assert.Contains("\"zstd\"", (string?)response.Json["message"], StringComparison.Ordinal);
        Assert.Empty(_recordings.FileNames);
    }

    [Fact]
    public async Task Response_of_a_client_that_disconnects_is_not_recorded()
    {
        await using var server = new RawTcpServer(RawTcpServer.StallAfter(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ndata:\r\n"));
        var recorder = await _recordings.RecordAsync(server.Endpoint);
        using (var client = await RawHttp.OpenAsync(
            recorder.Server.Endpoint, "POST", "/v1/x", "{}"u8.ToArray(), headers: TestRecordings.Authorization))
        {
            await RawHttp.ReadUntilAsync(client, "data:");
        }

        await recorder.DisposeAsync();

        Assert.Empty(_recordings.FileNames);
    }

    [Theory]
    [InlineData(RecordingMode.Record)]
    [InlineData(RecordingMode.Replay)]
    public async Task WebSocket_is_rejected_with_an_error(RecordingMode mode)
    {
        var emulator = await _recordings.StartAsync(mode);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TestRecordings.Key}");
        var url = new Uri($"ws://{emulator.Server.Endpoint.Authority}/v1/audio/transcriptions/realtime?model=m");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(url, CancellationToken));

        Assert.Equal(400, (int)socket.HttpStatusCode);
        Assert.StartsWith("WebSockets are not recorded", Assert.Single(emulator.Server.Requests).Error, StringComparison.Ordinal);
        Assert.Empty(_recordings.Upstream.Server.Requests);
    }

    [Fact]
    public async Task Preflight_health_check_and_control_API_are_not_recorded()
    {
        var recorder = await _recordings.RecordAsync();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/v1/models")
        {
            Headers = { { "Origin", "https://page.example" }, { "Access-Control-Request-Method", "GET" } },
        };
        using var response = await recorder.Http.SendAsync(preflight, CancellationToken);
        await recorder.SendAsync(HttpMethod.Get, "/health");
        await recorder.SendAsync(HttpMethod.Get, "/_emulator/requests");

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Empty(_recordings.Upstream.Server.Requests);
        Assert.Empty(_recordings.FileNames);
    }

    private static byte[] Compress(string encoding, string text)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest),
            "br" => new BrotliStream(target, CompressionLevel.Fastest),
            _ => new ZLibStream(target, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return target.ToArray();
    }
}
