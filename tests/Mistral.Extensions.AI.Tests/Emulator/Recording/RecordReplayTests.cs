using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Recording;

/// <summary>A client receives the same bytes when a response is recorded and when it is replayed.</summary>
public sealed class RecordReplayTests
{
    private const string Tool =
        """{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}""";

    private static readonly string Pdf = PdfBuilder.ToDataUri(PdfBuilder.Create("A"));

    private static readonly Dictionary<string, (string Path, string Body)> Requests = new()
    {
        ["chat"] = ("chat/completions", """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi 🦊 \"é\""}]}"""),
        ["stream with tools"] = ("chat/completions", $$"""
            {"model":"mistral-small-latest","stream":true,"tools":[{{Tool}}],
            "messages":[{"role":"user","content":"get_weather in Paris"}]}
            """),
        ["embeddings"] = ("embeddings", """{"model":"mistral-embed","input":["a","b"]}"""),
        ["fim"] = ("fim/completions", """{"model":"codestral-latest","prompt":"def add(","suffix":"return a"}"""),
        ["ocr"] = ("ocr", $$"""
            {"model":"mistral-ocr-latest","document":{"type":"document_url","document_url":"{{Pdf}}"} }
            """),
        ["speech"] = ("audio/speech", """{"model":"voxtral-mini-tts-2603","voice_id":"en_paul_neutral","input":"Hi"}"""),
        ["speech stream"] =
            ("audio/speech", """{"model":"voxtral-mini-tts-2603","voice_id":"en_paul_neutral","input":"Hi","stream":true}"""),
        ["conversation stream"] =
            ("conversations", """{"model":"mistral-small-latest","inputs":"Hi","stream":true}"""),
        ["validation error"] = ("chat/completions", """{"model":"mistral-small-latest"}"""),
    };

    public static TheoryData<string> Names => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Spec", "not-in-openapi")]
    public async Task Replayed_response_is_byte_identical(string name)
    {
        await using var recordings = await TestRecordings.StartAsync();
        var (path, body) = Requests[name];

        var recorded = await PostAsync(await recordings.RecordAsync(), path, body, TestRecordings.Authorization);
        var replayed = await PostAsync(await recordings.ReplayAsync(), path, body);

        Assert.StartsWith("HTTP/1.1 ", recorded, StringComparison.Ordinal);
        Assert.Contains("mistral-correlation-id: ", recorded, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(recorded, replayed);
        Assert.Equal($"/v1/{path}", Assert.Single(recordings.Upstream.Server.Requests).Path);
        Assert.Single(recordings.FileNames);
    }

    [Fact]
    public async Task Response_has_the_body_and_the_headers_of_the_upstream()
    {
        await using var recordings = await TestRecordings.StartAsync();
        recordings.Upstream.Server.Say("From upstream");
        var recorder = await recordings.RecordAsync();

        var response = await recorder.PostUserMessageAsync("Hi");
        var file = recordings.ReadFile();

        Assert.Equal("From upstream", response.Content);
        Assert.Equal("Hi", (string?)file["request"]!["json"]!["messages"]![0]!["content"]);
        Assert.Equal("From upstream", (string?)file["response"]!["json"]!["choices"]![0]!["message"]!["content"]);
        Assert.Equal(response.Headers["mistral-correlation-id"], (string?)file["response"]!["headers"]!["mistral-correlation-id"]);
        Assert.Equal(response.Headers["x-ratelimit-remaining-req-minute"],
            (string?)file["response"]!["headers"]!["x-ratelimit-remaining-req-minute"]);
        Assert.Matches("^post-chat-completions-[0-9a-f]{12}\\.json$", recordings.FileNames.Single());
    }

    [Fact]
    public async Task Error_429_is_replayed_with_its_headers()
    {
        await using var recordings = await TestRecordings.StartAsync();
        recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(429, """{"message":"Rate limit exceeded"}""") with
        {
            Headers = new Dictionary<string, string> { ["retry-after"] = "7" },
        });
        var (path, body) = Requests["chat"];

        var recorded = await PostAsync(await recordings.RecordAsync(), path, body, TestRecordings.Authorization);
        var replayed = await PostAsync(await recordings.ReplayAsync(), path, body);

        Assert.StartsWith("HTTP/1.1 429 ", recorded, StringComparison.Ordinal);
        Assert.Contains("retry-after: 7\r\n", recorded, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(recorded, replayed);
    }

    [Theory]
    [InlineData("chat", 40)]
    [InlineData("stream with tools", 40)]
    [InlineData("stream with tools", 300)]
    public async Task Cut_response_is_replayed_up_to_the_cut(string name, int length)
    {
        await using var recordings = await TestRecordings.StartAsync();
        recordings.Upstream.Server.Enqueue(new ScriptedResponse { CutAfterBytes = length });
        var (path, body) = Requests[name];
        var recorder = await recordings.RecordAsync();

        var recorded = await PostAsync(recorder, path, body, TestRecordings.Authorization);
        var replayed = await PostAsync(await recordings.ReplayAsync(), path, body);

        Assert.DoesNotContain("\r\n0\r\n", recorded, StringComparison.Ordinal);
        Assert.Equal(recorded, replayed);
        Assert.True((bool?)recordings.ReadFile()["response"]!["incomplete"]);
        Assert.Contains("closed", Assert.Single(recorder.Server.Requests).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_and_download_are_replayed_with_another_boundary()
    {
        await using var recordings = await TestRecordings.StartAsync();
        var content = PdfBuilder.Create("Text \u00E9");
        var recorder = await recordings.RecordAsync();
        var uploaded = await UploadAsync(recorder, content, "aaa", TestRecordings.Authorization);
        var id = (string)JsonNode.Parse(uploaded[uploaded.IndexOf('{', StringComparison.Ordinal)..])!["id"]!;
        var downloaded = await GetAsync(recorder, $"/v1/files/{id}/content", TestRecordings.Authorization);
        var replayer = await recordings.ReplayAsync();

        Assert.EndsWith(Encoding.Latin1.GetString(content), downloaded, StringComparison.Ordinal);
        Assert.Equal(uploaded, await UploadAsync(replayer, content, "another"));
        Assert.Equal(downloaded, await GetAsync(replayer, $"/v1/files/{id}/content"));
        Assert.Contains("recording_not_found", await UploadAsync(replayer, PdfBuilder.Create("Other"), "aaa"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/models?provider=x")]
    [InlineData("HEAD", "/v1/models")]
    [InlineData("DELETE", "/v1/conversations/missing")]
    [InlineData("GET", "/v1/models/mistral%2Dsmall-latest/")]
    [InlineData("GET", "/nowhere")]
    public async Task Request_without_a_body_is_replayed(string method, string path)
    {
        await using var recordings = await TestRecordings.StartAsync();
        var recorder = await recordings.RecordAsync();

        var recorded = await RawHttp.SendAsync(recorder.Server.Endpoint, method, path, headers: TestRecordings.Authorization);
        var replayed = await RawHttp.SendAsync((await recordings.ReplayAsync()).Server.Endpoint, method, path);

        Assert.Equal(recorded, replayed);
        Assert.Equal(path, Assert.Single(recordings.Upstream.Server.Requests).Path);
    }

    [Fact]
    public async Task Requests_that_run_in_parallel_are_recorded_and_replayed()
    {
        const int Count = 40;
        await using var recordings = await TestRecordings.StartAsync();
        var recorder = await recordings.RecordAsync();

        var recorded = await Task.WhenAll(Enumerable.Range(0, Count).Select(index => recorder.PostUserMessageAsync($"Hi {index % 10}")));
        var replayer = await recordings.ReplayAsync();
        var replayed = await Task.WhenAll(Enumerable.Range(0, Count).Select(index => replayer.PostUserMessageAsync($"Hi {index % 10}")));

        Assert.Equal(Count, recordings.FileNames.Length);
        Assert.Equal(recorded.Select(response => response.Body).Order(), replayed.Select(response => response.Body).Order());
        Assert.Equal(Count, recordings.Upstream.Server.Requests.Count);
    }

    private static Task<string> PostAsync(TestEmulator emulator, string path, string body, params string[] headers) =>
        RawHttp.SendAsync(emulator.Server.Endpoint, "POST", $"/v1/{path}", Encoding.UTF8.GetBytes(body), headers: headers);

    private static Task<string> GetAsync(TestEmulator emulator, string path, params string[] headers) =>
        RawHttp.SendAsync(emulator.Server.Endpoint, "GET", path, headers: headers);

    private static async Task<string> UploadAsync(TestEmulator emulator, byte[] file, string boundary, params string[] headers)
    {
        using var form = new MultipartFormDataContent(boundary)
        {
            { new StringContent("ocr"), "purpose" },
            { new ByteArrayContent(file), "file", "a.pdf" },
        };
        var body = await form.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return await RawHttp.SendAsync(
            emulator.Server.Endpoint, "POST", "/v1/files", body, $"multipart/form-data; boundary={boundary}", headers);
    }
}
