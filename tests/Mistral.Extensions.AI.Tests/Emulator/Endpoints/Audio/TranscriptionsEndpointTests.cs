using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Audio;

public sealed class TranscriptionsEndpointTests : IAsyncLifetime
{
    private const string Path = "/v1/audio/transcriptions";
    private const string FileId = "b9a2c1f0-0000-4000-8000-000000000001";

    private const string ExactlyOneSource = "422 body: Value error, Exactly one of file, file_url and file_id must be specified";

    private static readonly byte[] Wav = AudioFiles.CreateWav(3.5);

    private TestEmulator _emulator = null!;

    public async ValueTask InitializeAsync() => _emulator = await TestEmulator.StartAsync();

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task Response_describes_the_audio()
    {
        var response = await PostAsync(Wav);

        JsonAssert.Equal(
            """
            {"model":"voxtral-mini-latest","text":"WAV audio. 3.5 seconds. 1 channel. 16000 Hz.","language":"en","segments":[],
             "usage":{"prompt_audio_seconds":4,"prompt_tokens":4,"total_tokens":12,"completion_tokens":8,"request_count":1}}
            """,
            response.Json);
    }

    [Fact]
    public async Task Segments_add_up_to_the_text_and_the_length()
    {
        var segments = (await PostAsync(Wav, ("timestamp_granularities", "segment"))).Json["segments"]!.AsArray();
        var words = (await PostAsync(Wav, ("timestamp_granularities", "word"))).Json["segments"]!.AsArray();

        Assert.Equal(4, segments.Count);
        JsonAssert.Equal(
            """{"type":"transcription_segment","text":"WAV audio.","start":0,"end":0.8,"speaker_id":null}""", segments[0]!);
        Assert.Equal(
            ["WAV", " audio.", " 3.5", " seconds.", " 1", " channel.", " 16000", " Hz."], words.Select(word => (string?)word!["text"]));
        foreach (var list in new[] { segments, words })
        {
            Assert.Equal("WAV audio. 3.5 seconds. 1 channel. 16000 Hz.", string.Concat(list.Select(item => (string?)item!["text"])));
            Assert.Equal(
                list.Select(item => (double)item!["start"]!).Append(3.5), list.Select(item => (double)item!["end"]!).Prepend(0));
        }
    }

    [Fact]
    public async Task Two_speakers_alternate_with_diarize()
    {
        var response = await PostAsync(Wav, ("diarize", "true"), ("timestamp_granularities", "segment"));

        Assert.Equal(
            ["speaker_1", "speaker_2", "speaker_1", "speaker_2"],
            response.Json["segments"]!.AsArray().Select(segment => (string?)segment!["speaker_id"]));
    }

    [Fact]
    public async Task Stream_has_named_events_and_ends_with_the_whole_response()
    {
        (string, string)[] fields = [("timestamp_granularities", "segment"), ("context_bias", "a"), ("context_bias", "b")];
        var expected = (await PostAsync(Wav, fields)).Json.AsObject();

        var response = await PostAsync(Wav, [.. fields, ("stream", "true")]);
        var events = response.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(text => text.Split('\n'))
            .Select(lines => (Type: lines[0], Data: JsonNode.Parse(lines[1]["data: ".Length..])!)).ToList();

        Assert.Equal("text/event-stream; charset=utf-8", response.Headers["Content-Type"]);
        Assert.All(events, item => Assert.Equal($"event: {item.Data["type"]}", item.Type));
        JsonAssert.Equal("""{"type":"transcription.language","audio_language":"en"}""", events[0].Data);
        Assert.Equal((string?)expected["text"], GetText("transcription.text.delta"));
        Assert.Equal((string?)expected["text"], GetText("transcription.segment"));
        expected.Insert(0, "type", "transcription.done");
        JsonAssert.Equal(expected.ToJsonString(), events[^1].Data);

        string GetText(string type) => string.Concat(
            events.Where(item => (string?)item.Data["type"] == type).Select(item => (string?)item.Data["text"]));
    }

    [Fact]
    public async Task Uploaded_file_is_transcribed()
    {
        _emulator.Server.AddFile(FileId, AudioFiles.CreateMp3(100), "audio/mpeg");

        var response = await PostAsync(null, ("file_id", FileId));

        Assert.Equal("MP3 audio. 2.61 seconds. 2 channels. 44100 Hz.", (string?)response.Json["text"]);
    }

    [Fact]
    public async Task Known_transcript_is_the_text_of_the_same_audio()
    {
        _emulator.Server.AddTranscript(Wav, "We finally went to the gym. It was open.");
        _emulator.Server.AddFile(FileId, Wav, "audio/wav");

        var uploaded = await PostAsync(Wav, ("timestamp_granularities", "segment"));
        var referenced = await PostAsync(null, ("file_id", FileId));
        var other = await PostAsync(AudioFiles.CreateWav(1));

        Assert.Equal("We finally went to the gym. It was open.", (string?)uploaded.Json["text"]);
        Assert.Equal((2, 3.5), (uploaded.Json["segments"]!.AsArray().Count, (double)uploaded.Json["segments"]![1]!["end"]!));
        Assert.Equal("We finally went to the gym. It was open.", (string?)referenced.Json["text"]);
        Assert.Equal("WAV audio. 1 second. 1 channel. 16000 Hz.", (string?)other.Json["text"]);
    }

    [Fact]
    public async Task URL_is_not_fetched()
    {
        var response = await PostAsync(null, ("file_url", "https://files.example/a.mp3"), ("language", "fr"));

        Assert.Equal(
            ("The audio was not fetched: https://files.example/a.mp3", "fr", 10),
            ((string?)response.Json["text"], (string?)response.Json["language"], (int)response.Json["usage"]!["prompt_audio_seconds"]!));
    }

    [Fact]
    public async Task Request_without_a_file_can_be_url_encoded()
    {
        var response = await _emulator.SendAsync(
            HttpMethod.Post, Path,
            "model=voxtral-mini-latest&file_url=https%3A%2F%2Ffiles.example%2Fa.mp3&timestamp_granularities=word"
                + "&context_bias=a&context_bias=b",
            "application/x-www-form-urlencoded");

        Assert.Equal(6, response.Json["segments"]!.AsArray().Count);
        Assert.Equal("voxtral-mini-latest", Assert.Single(_emulator.Server.Requests).Model);
    }

    /// <summary>As the server: https://github.com/livekit/agents/issues/4399.</summary>
    [Fact]
    public async Task Language_with_timestamps_returns_no_text()
    {
        var response = await PostAsync(Wav, ("language", "en"), ("timestamp_granularities", "segment"));

        Assert.Equal(("", 0), ((string?)response.Json["text"], response.Json["segments"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("model=", "400 Invalid model: ")]
    [InlineData("model=voxtral-small-latest", "400 Invalid model: voxtral-small-latest")]
    [InlineData("model=mistral-small-latest", "400 Invalid model: mistral-small-latest")]
    [InlineData("file_id=b9a2c1f0-0000-4000-8000-000000000009", "404 File b9a2c1f0-0000-4000-8000-000000000009 not found")]
    [InlineData("file_id=a", "404 File a not found")]
    [InlineData("file_url=https://a.example/b&file_id=a", ExactlyOneSource)]
    [InlineData("language=en", ExactlyOneSource)]
    [InlineData("file_url=ftp://a.example/b", "422 body.file_url: Value error, Input should be a valid http or https URL")]
    [InlineData("file_url=", "422 body.file_url: String should have at least 1 character")]
    [InlineData("language=de-DE", """422 body.language: String should match pattern '^\w{2}$'""")]
    [InlineData("context_bias=a b", """422 body.context_bias.0: String should match pattern '^[^,\s]+$'""")]
    [InlineData("timestamp_granularities=letter", "422 body.timestamp_granularities.0: Input should be 'segment' or 'word'")]
    [InlineData("temperature=warm", "422 body.temperature: Input should be a valid number, unable to parse string as a number")]
    [InlineData("diarize=?", "422 body.diarize: Input should be a valid boolean, unable to interpret input")]
    [InlineData("prompt=a", "422 body.prompt: Extra inputs are not permitted")]
    public async Task Invalid_request_is_rejected(string fields, string error)
    {
        var pairs = fields.Split('&').Select(field => field.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToList();
        if (!pairs.Exists(pair => pair.Item1 == "model"))
            pairs.Add(("model", "voxtral-mini-latest"));
        var file = pairs.Exists(pair => pair.Item1 is "file_id" or "file_url") || fields == "language=en" ? null : Wav;

        var response = await PostAsync(file, [.. pairs]);

        Assert.Equal(error, $"{(int)response.Status} {Assert.Single(_emulator.Server.Requests).Error}");
    }

    [Fact]
    public async Task More_than_100_terms_are_rejected()
    {
        var response = await PostAsync(Wav, [.. Enumerable.Range(0, 101).Select(i => ("context_bias", $"a{i}"))]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal("too_long", (string?)response.Json["detail"]![0]!["type"]);
    }

    [Fact]
    public async Task JSON_body_is_rejected()
    {
        var response = await _emulator.SendAsync(
            HttpMethod.Post, Path, """{"model":"voxtral-mini-latest","file_url":"https://files.example/a.mp3"}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(["body", "model"], response.Json["detail"]![0]!["loc"]!.AsArray().Select(part => (string?)part));
    }

    [Fact]
    public async Task Truncated_upload_is_rejected()
    {
        const string Start = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nRIFF";
        using var content = FileTestCalls.CreateContent(Encoding.ASCII.GetBytes(Start), "multipart/form-data; boundary=b");

        var response = await _emulator.SendAsync(HttpMethod.Post, Path, content);

        Assert.Equal((HttpStatusCode.BadRequest, """{"detail":"There was an error parsing the body"}"""), (response.Status, response.Body));
    }

    [Fact]
    public async Task Batch_job_transcribes_uploaded_files_and_rejects_a_file_in_JSON()
    {
        _emulator.Server.AddFile(FileId, Wav, "audio/wav");
        var id = await _emulator.UploadAsync(
            $$"""{"custom_id":"1","body":{"file_id":"{{FileId}}","timestamp_granularities":["segment"]} }""",
            """{"custom_id":"2","body":{"file":{} } }""");

        var job = await _emulator.WaitForJobAsync(await _emulator.CreateJobAsync(
            $$"""{"input_files":["{{id}}"],"endpoint":"/v1/audio/transcriptions","model":"voxtral-mini-latest"}"""));

        var output = Assert.Single(await _emulator.DownloadLinesAsync(job["output_file"]));
        Assert.Equal(4, output["response"]!["body"]!["segments"]!.AsArray().Count);
        var error = Assert.Single(await _emulator.DownloadLinesAsync(job["error_file"]));
        Assert.Contains("Expected UploadFile", error.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<EmulatorResponse> PostAsync(byte[]? file, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        if (!fields.Any(field => field.Name == "model"))
            form.Add(new StringContent("voxtral-mini-latest"), "model");
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        if (file is not null)
            form.Add(new ByteArrayContent(file), "file", "a.bin");
        return await _emulator.SendAsync(HttpMethod.Post, Path, form);
    }
}
