using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Recording;

/// <summary>API keys are sent to the upstream only, and are in no file, recorded request or error.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class RecordingSecretsTests
{
    private const string Key = TestRecordings.Key;

    [Theory]
    [InlineData($"Authorization: Bearer {Key}")]
    [InlineData($"x-api-key: {Key}")]
    [InlineData($"api-key: {Key}")]
    public async Task Key_of_the_client_is_sent_to_the_upstream_and_removed_everywhere_else(string header)
    {
        await using var server = new RawTcpServer(RawTcpServer.RespondWith(CreateResponse(
            $$"""{"echo":"{{Key}}","nested":"{\"key\":\"{{Key}}\"}"}""",
            $"x-echo: a {Key} b\r\nSet-Cookie: session=secret; Path=/\r\nSet-Cookie: other=secret\r\n")));
        await using var recordings = await TestRecordings.StartAsync();
        var recorder = await recordings.RecordAsync(server.Endpoint);

        var response = await SendAsync(recorder, $"/v1/models?x={Key}&api_key=abc", $$"""{"user":"{{Key}}"}""", header, $"Cookie: c={Key}");

        Assert.Contains(header, Assert.Single(server.Requests), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Cookie", Assert.Single(server.Requests), StringComparison.OrdinalIgnoreCase);
        Assert.Contains($$"""{"echo":"{{Key}}",""", response, StringComparison.Ordinal);
        Assert.Equal(2, response.Split("Set-Cookie: ").Length - 1);
        Assert.DoesNotContain(Key, recordings.AllContent, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", recordings.AllContent, StringComparison.Ordinal);
        var file = recordings.ReadFile();
        Assert.Equal("/v1/models?x=REDACTED&api_key=REDACTED", (string?)file["request"]!["path"]);
        Assert.Equal("a REDACTED b", (string?)file["response"]!["headers"]!["x-echo"]);
        Assert.Equal("REDACTED", (string?)file["response"]!["json"]!["echo"]);
        var journal = await recorder.GetJsonAsync("/_emulator/requests");
        Assert.DoesNotContain(Key, journal.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, recorder.Server.Requests[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_with_another_key_in_its_place_gets_the_recording()
    {
        await using var recordings = await TestRecordings.StartAsync();
        recordings.Upstream.Server.Say("Hello!");
        var recorder = await recordings.RecordAsync();
        recorder.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await recorder.PostUserMessageAsync($"My key is {Key}.");
        var replayer = await recordings.ReplayAsync();
        replayer.Http.DefaultRequestHeaders.Authorization = new("Bearer", "another-key-0123456789");

        var response = await replayer.PostUserMessageAsync("My key is another-key-0123456789.");

        Assert.Equal("Hello!", response.Content);
    }

    [Fact]
    public async Task Upstream_key_replaces_the_key_of_the_client()
    {
        await using var recordings = await TestRecordings.StartAsync();
        await using var upstream = await TestEmulator.StartAsync(new MistralEmulatorOptions { ApiKey = Key });
        upstream.Server.Say($"The key is {Key}.");
        var recorder = await recordings.RecordAsync(upstream.Server.Endpoint, apiKey: Key);
        recorder.Http.DefaultRequestHeaders.Add("x-api-key", "client-key-0123456789");

        var response = await recorder.PostUserMessageAsync("Hi");

        Assert.Equal(200, (int)response.Status);
        Assert.False(Assert.Single(upstream.Server.Requests).Headers.ContainsKey("x-api-key"));
        Assert.DoesNotContain(Key, recordings.AllContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_is_split_over_chunks_is_removed()
    {
        using var next = new SemaphoreSlim(0);
        await using var server = new RawTcpServer(async (socket, stopping) =>
        {
            await socket.SendAsync(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), stopping);
            foreach (var text in new[] { "data: a ", Key[..5], Key[5..12], $"{Key[12..]} b\n\n", "data: end\n\n", "" })
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes($"{text.Length:X}\r\n{text}\r\n"), stopping);
                await next.WaitAsync(stopping);
            }
        });
        await using var recordings = await TestRecordings.StartAsync();
        var recorder = await recordings.RecordAsync(server.Endpoint);
        using var client = await RawHttp.OpenAsync(
            recorder.Server.Endpoint, "POST", "/v1/x", "{}"u8.ToArray(), headers: TestRecordings.Authorization);

        foreach (var received in new[] { "a \r\n", $"{Key[..5]}\r\n", $"{Key[5..12]}\r\n", " b\n\n\r\n", "end\n\n\r\n", "0\r\n\r\n" })
        {
            await RawHttp.ReadUntilAsync(client, received);
            next.Release();
        }
        var recorded = recordings.ReadFile()["response"]!["chunks"]!.AsArray().Select(chunk => (string?)chunk!["text"]).ToArray();

        Assert.Equal("data: a |REDACTED|| b\n\n|data: end\n\n", string.Join('|', recorded));
    }

    [Theory]
    [InlineData("https://host/a.pdf?se=2026-01-01&sp=r&sig=abc%2B1%3D", "https://host/a.pdf?se=2026-01-01&sp=r&sig=REDACTED")]
    [InlineData(
        "https://host/a?X-Amz-Credential=c&X-Amz-Signature=s&x=1",
        "https://host/a?X-Amz-Credential=REDACTED&X-Amz-Signature=REDACTED&x=1")]
    [InlineData("https://host/a?X-Goog-Signature=s#part", "https://host/a?X-Goog-Signature=REDACTED#part")]
    [InlineData("https://host/a?signal=1&design=2", "https://host/a?signal=1&design=2")]
    public async Task Signatures_of_signed_URLs_are_removed(string url, string recorded)
    {
        var escaped = url.Replace("&", "\\u0026", StringComparison.Ordinal);
        await using var server = new RawTcpServer(
            RawTcpServer.RespondWith(CreateResponse($$"""{"url":"{{url}}","escaped":"{{escaped}}"}""")));
        await using var recordings = await TestRecordings.StartAsync();
        var recorder = await recordings.RecordAsync(server.Endpoint);

        var response = await SendAsync(recorder, "/v1/files/1/url", null, TestRecordings.Authorization);
        var body = ReadBody(await SendAsync(await recordings.ReplayAsync(), "/v1/files/1/url", null));

        Assert.Contains(url, response, StringComparison.Ordinal);
        Assert.Equal((recorded, recorded), ((string?)body["url"], (string?)body["escaped"]));
    }

    [Theory]
    [InlineData("""{"api_key":"wandb-1"}""", """{"api_key":"REDACTED"}""")]
    [InlineData("""{"authorization": "Bearer abc"}""", """{"authorization":"REDACTED"}""")]
    [InlineData("""{"client_secret":{"value":"rt-1","expires_at":"x"}}""", """{"client_secret":{"value":"REDACTED","expires_at":"x"}}""")]
    [InlineData("""{"client_secret":{"expires_at":"x","value":"rt-1"}}""", """{"client_secret":{"expires_at":"x","value":"REDACTED"}}""")]
    [InlineData("""{"schema":{"api_key":{"type":"string"}}}""", """{"schema":{"api_key":{"type":"string"}}}""")]
    public async Task Secret_properties_are_removed_from_requests_and_responses(string json, string recorded)
    {
        await using var server = new RawTcpServer(RawTcpServer.RespondWith(CreateResponse(json)));
        await using var recordings = await TestRecordings.StartAsync();

        await SendAsync(await recordings.RecordAsync(server.Endpoint), "/v1/x", json, TestRecordings.Authorization);
        var file = recordings.ReadFile();

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(recorded), file["request"]!["json"]));
        var response = file["response"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(recorded), response["json"] ?? JsonNode.Parse((string)response["text"]!)));
    }

    [Fact]
    public async Task Redirect_is_returned_and_the_key_is_not_sent_to_the_other_host()
    {
        await using var other = new RawTcpServer(RawTcpServer.RespondWith(CreateResponse("{}")));
        await using var server = new RawTcpServer(RawTcpServer.RespondWith(
            $"HTTP/1.1 307 Temporary Redirect\r\nLocation: {other.Endpoint}/models?sig=abc\r\nContent-Length: 0\r\n\r\n"));
        await using var recordings = await TestRecordings.StartAsync();

        var response = await SendAsync(await recordings.RecordAsync(server.Endpoint), "/v1/models", null, TestRecordings.Authorization);

        Assert.StartsWith("HTTP/1.1 307 ", response, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.EndsWith("?sig=REDACTED", (string?)recordings.ReadFile()["response"]!["headers"]!["Location"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_of_an_unreachable_upstream_has_no_key()
    {
        var server = new RawTcpServer(RawTcpServer.RespondWith(""));
        await server.DisposeAsync();
        await using var recordings = await TestRecordings.StartAsync();
        var recorder = await recordings.RecordAsync(server.Endpoint);

        var response = await SendAsync(recorder, $"/v1/models?key={Key}", null, TestRecordings.Authorization);

        Assert.StartsWith("HTTP/1.1 502 ", response, StringComparison.Ordinal);
        Assert.Contains($"{server.Endpoint.Authority} cannot be reached", response, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, response, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, Assert.Single(recorder.Server.Requests).Error, StringComparison.Ordinal);
        Assert.Empty(recordings.FileNames);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("kéy-0123456789")]
    public async Task Invalid_upstream_key_is_rejected_without_repeating_it(string key)
    {
        await using var recordings = await TestRecordings.StartAsync();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => recordings.RecordAsync(apiKey: key));

        Assert.Contains("UpstreamApiKey", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Web_page_cannot_use_the_upstream_key_without_the_key_of_the_emulator()
    {
        await using var recordings = await TestRecordings.StartAsync();
        const string Origin = "Origin: https://page.example";
        var open = await recordings.RecordAsync(apiKey: Key);
        var closed = await recordings.StartAsync(RecordingMode.Record, apiKey: Key, ownKey: "own-key-0123456789");

        var rejected = await SendAsync(open, "/v1/models", null, Origin, "Authorization: Bearer x");
        var wrong = await SendAsync(closed, "/v1/models", null, Origin, "Authorization: Bearer x");
        var accepted = await SendAsync(closed, "/v1/models", null, Origin, "Authorization: Bearer own-key-0123456789");

        Assert.StartsWith("HTTP/1.1 403 ", rejected, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401 ", wrong, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", accepted, StringComparison.Ordinal);
        Assert.Single(recordings.Upstream.Server.Requests);
    }

    [Fact]
    public async Task Upstream_key_cannot_be_used_from_other_machines_without_the_key_of_the_emulator()
    {
        await using var recordings = await TestRecordings.StartAsync();
        var options = new MistralEmulatorOptions
        {
            Address = IPAddress.Any,
            RecordingsPath = recordings.Folder,
            RecordingMode = RecordingMode.Record,
            UpstreamApiKey = Key,
        };

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => MistralEmulator.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.Contains("Set ApiKey (--api-key)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, error.Message, StringComparison.Ordinal);
    }

    private static Task<string> SendAsync(TestEmulator emulator, string path, string? json, params string[] headers)
    {
        var body = json is null ? null : Encoding.UTF8.GetBytes(json);
        return RawHttp.SendAsync(emulator.Server.Endpoint, body is null ? "GET" : "POST", path, body, headers: headers);
    }

    private static JsonNode ReadBody(string response) =>
        JsonNode.Parse(response[(response.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!;

    private static string CreateResponse(string json, string headers = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n{headers}\r\n{json}";
}
