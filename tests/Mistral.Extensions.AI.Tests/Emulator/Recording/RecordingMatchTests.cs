using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Recording;

/// <summary>Which recording a request gets.</summary>
[Trait("Spec", "not-in-openapi")]
public sealed class RecordingMatchTests : IAsyncLifetime
{
    private TestRecordings _recordings = null!;

    public async ValueTask InitializeAsync() => _recordings = await TestRecordings.StartAsync();

    public ValueTask DisposeAsync() => _recordings.DisposeAsync();

    [Theory]
    [InlineData("""{ "messages" : [ { "content" : "A\u0042", "role" : "user" } ] , "model":"m" , "temperature" : 1.0 }""")]
    [InlineData("""{"temperature":1e0,"model":"m","messages":[{"role":"user","content":"AB"}]}""")]
    public async Task Request_matches_a_recording_with_other_white_space_escapes_and_property_order(string json)
    {
        await RecordAsync("""{"model":"m","temperature":1,"messages":[{"role":"user","content":"AB"}]}""");
        var replayer = await _recordings.ReplayAsync();

        var response = await PostAsync(replayer, json);

        Assert.Equal("1", response.Body);
    }

    [Fact]
    public async Task Equal_requests_get_their_responses_in_order_and_the_last_one_repeats()
    {
        await RecordAsync("{}", "{}", "{}");
        var replayer = await _recordings.ReplayAsync();

        Assert.Equal("1 2 3 3 3", await PostTimesAsync(replayer, 5));
        replayer.Server.ClearScripts();
        Assert.Equal("1 2", await PostTimesAsync(replayer, 2));
        await replayer.SendAsync(HttpMethod.Post, "/_emulator/reset");
        Assert.Equal("1", await PostTimesAsync(replayer, 1));
    }

    [Fact]
    public async Task Tests_with_an_ID_have_their_own_recordings()
    {
        var recorder = await StartNumberedAsync();
        await PostAsync(recorder, "{}");
        recorder.Http.DefaultRequestHeaders.Add("x-emulator-test-id", "a");
        await PostAsync(recorder, "{}");
        await PostAsync(recorder, "{}");
        var replayer = await _recordings.ReplayAsync();

        Assert.Equal("1 1", await PostTimesAsync(replayer, 2));
        replayer.Http.DefaultRequestHeaders.Add("x-emulator-test-id", "a");
        Assert.Equal("2 3", await PostTimesAsync(replayer, 2));
        Assert.All(_recordings.Upstream.Server.Requests, request => Assert.Null(request.TestId));
    }

    [Fact]
    public async Task Request_without_a_recording_gets_an_error_that_names_the_differences_to_the_closest_one()
    {
        await RecordAsync("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", """{"model":"other","input":"Hi","x":1}""");
        var replayer = await _recordings.ReplayAsync();
        var closest = _recordings.FileNames.Single(name =>
            File.ReadAllText(Path.Combine(_recordings.Folder, name)).Contains("\"m\"", StringComparison.Ordinal));

        var response = await PostAsync(replayer, """{"model":"m","messages":[{"role":"user","content":"Hello"}],"n":2}""");

        Assert.Equal(400, (int)response.Status);
        Assert.Equal("recording_not_found", (string?)response.Json["code"]);
        Assert.Equal(
            $"There is no recording for this request: POST /v1/x. The closest recording is {closest}: "
            + "json.messages[0].content is \"Hi\" in the recording and \"Hello\" in the request; "
            + "json.n is missing in the recording and 2 in the request. "
            + "To record it, set RecordingMode to Auto or Record (--record) and send it with an API key.",
            (string?)response.Json["message"]);
        Assert.Equal((string?)response.Json["message"], replayer.Server.Requests[^1].Error);
        Assert.Equal((400, "m"), (replayer.Server.Requests[^1].StatusCode, replayer.Server.Requests[^1].Model));
        Assert.Equal(2, _recordings.Upstream.Server.Requests.Count);
    }

    [Fact]
    public async Task Error_without_any_recording_names_the_folder()
    {
        var replayer = await _recordings.ReplayAsync();

        var response = await PostAsync(replayer, "{}");

        Assert.Contains($"There are no recordings in {_recordings.Folder}.", (string?)response.Json["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "application/json")]
    [InlineData("a=1&b=2", "application/x-www-form-urlencoded")]
    [InlineData("", "text/plain")]
    public async Task Body_that_is_not_JSON_is_compared_as_text(string body, string contentType)
    {
        var recorder = await StartNumberedAsync();
        await recorder.SendAsync(HttpMethod.Post, "/v1/x", body, contentType);
        var replayer = await _recordings.ReplayAsync();

        var same = await replayer.SendAsync(HttpMethod.Post, "/v1/x", body, contentType);
        var other = await replayer.SendAsync(HttpMethod.Post, "/v1/x", body + ".", contentType);

        Assert.Equal(("1", 400), (same.Body, (int)other.Status));
    }

    [Fact]
    public async Task Auto_mode_replays_recordings_and_records_other_requests()
    {
        await RecordAsync("{}");
        var automatic = await _recordings.StartAsync(RecordingMode.Auto);
        EnqueueNumbers(first: 2);

        Assert.Equal("1", (await PostAsync(automatic, "{}")).Body);
        Assert.Equal("2", (await PostAsync(automatic, """{"a":1}""")).Body);
        Assert.Equal("3", (await PostAsync(automatic, "{}")).Body);
        Assert.Equal(3, _recordings.Upstream.Server.Requests.Count);
        var replayer = await _recordings.ReplayAsync();
        Assert.Equal("1 3", await PostTimesAsync(replayer, 2));
    }

    [Fact]
    public async Task Recording_again_replaces_the_recordings_of_the_same_requests()
    {
        await RecordAsync("{}", """{"a":1}""");
        var names = _recordings.FileNames;
        _recordings.Upstream.Server.ClearScripts();
        var recorder = await _recordings.RecordAsync();
        EnqueueNumbers(first: 8);

        await PostAsync(recorder, "{}");

        Assert.Equal(names, _recordings.FileNames);
        var replayer = await _recordings.ReplayAsync();
        Assert.Equal(("8", "2"), ((await PostAsync(replayer, "{}")).Body, (await PostAsync(replayer, """{"a":1}""")).Body));
    }

    [Theory]
    [InlineData(RecordingMode.Record)]
    [InlineData(RecordingMode.Replay)]
    public async Task Script_takes_precedence_over_recordings(RecordingMode mode)
    {
        var emulator = await _recordings.StartAsync(mode);
        emulator.Server.Enqueue(ScriptedResponse.Fault(503, "busy", "text/plain"));
        emulator.Server.When(new RequestMatch { Text = "Hi" }, new ScriptedResponse { Text = "From a script" });
        emulator.Server.When(new RequestMatch { Endpoint = "/v1/files" }, new ScriptedResponse());

        var fault = await emulator.SendAsync(HttpMethod.Get, "/v1/models");
        var content = await emulator.PostUserMessageAsync("Hi");
        var file = await emulator.PostFileAsync("text", "a.pdf", ("purpose", "ocr"));

        Assert.Equal((503, "busy"), ((int)fault.Status, fault.Body));
        Assert.Equal("From a script", content.Content);
        Assert.Equal("a.pdf", (string?)file.Json["filename"]);
        emulator.Server.AssertAllScriptsUsed();
        Assert.Empty(_recordings.Upstream.Server.Requests);
        Assert.Empty(_recordings.FileNames);
    }

    /// <summary>Records the requests, whose responses are 1, 2, and so on.</summary>
    private async Task RecordAsync(params string[] bodies)
    {
        var recorder = await StartNumberedAsync();
        foreach (var body in bodies)
            await PostAsync(recorder, body);
    }

    private Task<TestEmulator> StartNumberedAsync()
    {
        EnqueueNumbers(first: 1);
        return _recordings.RecordAsync();
    }

    private void EnqueueNumbers(int first)
    {
        foreach (var number in Enumerable.Range(first, 9))
            _recordings.Upstream.Server.Enqueue(ScriptedResponse.Fault(499, $"{number}"));
    }

    private static Task<EmulatorResponse> PostAsync(TestEmulator emulator, string json) =>
        emulator.SendAsync(HttpMethod.Post, "/v1/x", json);

    private static async Task<string> PostTimesAsync(TestEmulator emulator, int count)
    {
        var bodies = new List<string>();
        for (var i = 0; i < count; i++)
            bodies.Add((await PostAsync(emulator, "{}")).Body);
        return string.Join(' ', bodies);
    }
}
