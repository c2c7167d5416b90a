using System.Text;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Recording;

/// <summary>The files of recordings can be reviewed, edited and renamed. Damaged files are an error at the start.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class RecordingFileTests : IAsyncLifetime
{
    private const string Minimal =
        """{"number":1,"request":{"method":"GET","path":"/v1/x"},"response":{"status_code":200,"time_ms":0,"headers":{}}}""";

    private TestRecordings _recordings = null!;

    public async ValueTask InitializeAsync() => _recordings = await TestRecordings.StartAsync();

    public ValueTask DisposeAsync() => _recordings.DisposeAsync();

    [Theory]
    [InlineData("""{"a":"ü🦊 \"q\" \\ \n \u0001 <&>","n":[1.0,1e5,-0,12345678901234567890],"x":null}""", "json")]
    [InlineData("""{"a": 1}""", "text")]
    [InlineData("""{"a":"\u00fc"}""", "text")]
    [InlineData("""{"a":"\ud800"}""", "text")]
    [InlineData("null", "json")]
    [InlineData("not json", "text")]
    [InlineData("", null)]
    public async Task Body_is_recorded_as_JSON_if_that_preserves_its_bytes(string body, string? property)
    {
        _recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(499, body));
        await (await _recordings.RecordAsync()).SendAsync(HttpMethod.Get, "/v1/x");

        var replayed = await (await _recordings.ReplayAsync()).SendAsync(HttpMethod.Get, "/v1/x");

        Assert.Equal(body, replayed.Body);
        var names = _recordings.ReadFile()["response"]!.AsObject().Select(field => field.Key);
        Assert.Equal(property, names.SingleOrDefault(name => name is "json" or "text" or "base64" or "chunks"));
    }

    [Fact]
    public async Task File_is_indented_and_does_not_escape_readable_characters()
    {
        _recordings.Upstream.Server.Enqueue(ScriptedResponse.Json("""{"text":"ü 🦊 <b>"}""", 499));
        await (await _recordings.RecordAsync()).SendAsync(HttpMethod.Post, "/v1/x", """{"model":"m"}""");

        var file = Path.Combine(_recordings.Folder, _recordings.FileNames.Single());
        var lines = Encoding.UTF8.GetString(File.ReadAllBytes(file)).Split('\n');

        Assert.Equal(["{", "  \"number\": 1,", "  \"request\": {", "    \"method\": \"POST\","], lines[..4]);
        Assert.Contains("      \"text\": \"ü 🦊 <b>\"", lines);
        Assert.Equal(["}", ""], lines[^2..]);
    }

    [Fact]
    public async Task Binary_body_is_recorded_as_base64()
    {
        byte[] body = [0xFF, 0, 1, 2];
        _recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(499) with { ContentType = "audio/mpeg", Body = body });
        await (await _recordings.RecordAsync()).SendAsync(HttpMethod.Get, "/v1/x");

        var replayer = await _recordings.ReplayAsync();
        using var response = await replayer.Http.GetAsync(new Uri("/v1/x", UriKind.Relative), TestContext.Current.CancellationToken);
        var replayed = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("/wABAg==", (string?)_recordings.ReadFile()["response"]!["base64"]);
        Assert.Equal(body, replayed);
    }

    [Fact]
    public async Task File_can_be_renamed_and_edited()
    {
        _recordings.Upstream.Server.Enqueue(ScriptedResponse.Json("""{"text":"one"}""", 499));
        await (await _recordings.RecordAsync()).SendAsync(HttpMethod.Get, "/v1/x");
        var file = _recordings.ReadFile();
        file["response"]!["json"]!["text"] = "a longer text";
        File.Delete(Path.Combine(_recordings.Folder, _recordings.FileNames.Single()));
        _recordings.WriteFile("my test.json", file.ToJsonString());

        var replayed = await (await _recordings.ReplayAsync()).SendAsync(HttpMethod.Get, "/v1/x");
        await (await _recordings.RecordAsync()).SendAsync(HttpMethod.Get, "/v1/x");

        Assert.Equal("a longer text", (string?)replayed.Json["text"]);
        Assert.StartsWith("get-x-", Assert.Single(_recordings.FileNames), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_files_are_an_error_at_the_start_that_lists_them()
    {
        _recordings.WriteFile("a.json", "<<<<<<< HEAD\n{}");
        _recordings.WriteFile("b.json", Minimal.Replace("\"method\":\"GET\",", "", StringComparison.Ordinal));
        _recordings.WriteFile("c.json", Minimal.Replace("{}", "{\"a\":1},\"base64\":\"?\"", StringComparison.Ordinal));
        _recordings.WriteFile("d.json", Minimal);
        _recordings.WriteFile("e.json", Minimal);
        _recordings.WriteFile("f.json", "");
        _recordings.WriteFile("notes.txt", "not a recording");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => _recordings.ReplayAsync());

        var lines = error.Message.Split('\n');
        Assert.Equal($"The recordings in {_recordings.Folder} are not valid:", lines[0]);
        Assert.StartsWith("- a.json: '<' is an invalid start of a value.", lines[1], StringComparison.Ordinal);
        Assert.Equal("- b.json: request.method: Field required", lines[2]);
        Assert.Contains("response.headers.a", lines[3], StringComparison.Ordinal);
        Assert.Contains("response.base64: Input should be valid base64", lines[3], StringComparison.Ordinal);
        Assert.Equal("- e.json: has the same request and the same number as d.json", lines[4]);
        Assert.StartsWith("- f.json: ", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_folder_is_created_to_record_and_an_error_to_replay()
    {
        var path = Path.Combine(_recordings.Folder, "a", "b");

        var error = await Assert.ThrowsAsync<DirectoryNotFoundException>(() => StartAsync(path, RecordingMode.Replay));
        await StartAsync(path, RecordingMode.Record);

        Assert.Contains($"{path} does not exist", error.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public async Task Recording_that_cannot_be_written_is_an_error_for_the_client()
    {
        var recorder = await _recordings.RecordAsync();
        _recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(499, "{}"));
        Directory.Delete(_recordings.Folder);

        var response = await recorder.SendAsync(HttpMethod.Get, "/v1/models");
        Directory.CreateDirectory(_recordings.Folder);

        Assert.Equal(500, (int)response.Status);
        Assert.Contains("Could not find a part of the path", Assert.Single(recorder.Server.Requests).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, RecordingMode.Record, "https://host", "RecordingsPath is required")]
    [InlineData(" ", RecordingMode.Replay, "https://host", "RecordingsPath must not be empty")]
    [InlineData("x", (RecordingMode)9, "https://host", "RecordingMode must be Replay, Record or Auto, but was 9.")]
    [InlineData("x", RecordingMode.Replay, "/v1", "UpstreamEndpoint")]
    [InlineData("x", RecordingMode.Replay, "ftp://host", "UpstreamEndpoint")]
    [InlineData("x", RecordingMode.Replay, "https://host?a=1", "UpstreamEndpoint")]
    [InlineData("x", RecordingMode.Replay, "https://user@host", "UpstreamEndpoint")]
    public async Task Invalid_recording_options_are_rejected(string? path, RecordingMode mode, string upstream, string message)
    {
        var options = new MistralEmulatorOptions
        {
            RecordingsPath = path,
            RecordingMode = mode,
            UpstreamEndpoint = new Uri(upstream, UriKind.RelativeOrAbsolute),
        };

        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => MistralEmulator.StartAsync(options, TestContext.Current.CancellationToken));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static async Task StartAsync(string path, RecordingMode mode)
    {
        await using var emulator = await TestEmulator.StartAsync(new() { RecordingsPath = path, RecordingMode = mode });
    }
}
