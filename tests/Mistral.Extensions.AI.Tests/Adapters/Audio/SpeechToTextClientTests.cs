using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Tests.Infrastructure;

#pragma warning disable MEAI001 // ISpeechToTextClient is experimental.

namespace Mistral.Extensions.AI.Tests.Adapters.Audio;

public sealed class SpeechToTextClientTests
{
    private const string Model = "voxtral-mini-latest";

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static TheoryData<SpeechToTextOptions, string> Options => new()
    {
        { new(), """{"model":"voxtral-mini-latest"}""" },
        {
            new() { ModelId = "voxtral-mini-2602", SpeechLanguage = "en-US", TextLanguage = "EN", SpeechSampleRate = 16_000 },
            """{"model":"voxtral-mini-2602","language":"en"}"""
        },
        {
            new()
            {
                AdditionalProperties = new()
                {
                    ["diarize"] = true,
                    ["timestamp_granularities"] = "segment",
                    ["context_bias"] = new[] { "a", "b" },
                    ["temperature"] = 0.5,
                },
            },
            """
            {"model":"voxtral-mini-latest","diarize":"true","timestamp_granularities":"segment","context_bias":["a","b"],
             "temperature":"0.5"}
            """
        },
        {
            new()
            {
                SpeechLanguage = "de",
                AdditionalProperties = new() { ["temperature"] = JsonElement.Parse("1") },
                RawRepresentationFactory = _ => new AudioTranscriptionRequest { Model = "m", Language = "en", ContextBias = ["c"] },
            },
            """{"model":"m","language":"en","context_bias":"c","temperature":"1"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public async Task Options_are_sent(SpeechToTextOptions options, string expected)
    {
        var server = StubServer.WithResponse("""{"text":"Hi"}""");
        using var audio = new MemoryStream(AudioFiles.CreateMp3(1));

        await CreateClient(server).GetTextAsync(audio, options, CancellationToken);

        var fields = Assert.Single(server.Forms).ToJson();
        fields.Remove("file");
        JsonAssert.Equal(expected, fields);
        Assert.Equal("file.mp3", server.Forms[0].File.FileName);
        Assert.True(audio.CanRead);
    }

    [Fact]
    public async Task Segments_speakers_and_times_are_contents()
    {
        var json = OpenApiExamples.Read("diarized-transcription.json");
        var expected = JsonSerializer.Deserialize(json, AudioJson.Default.TranscriptionResponse)!;

        var response = await TranscribeAsync(json);

        Assert.Equal((expected.Text, expected.Model), (response.Text, response.ModelId));
        Assert.Equal((TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(35.9)), (response.StartTime, response.EndTime));
        Assert.Equal((13, 151, 36), GetCounts(response.Usage!));
        Assert.Equal(4, response.Contents.Count);
        var last = Assert.IsType<TextContent>(response.Contents[^1]);
        Assert.Equal(expected.Segments![^1], Assert.IsType<TranscriptionSegmentChunk>(last.RawRepresentation));
        Assert.Equal(
            (TimeSpan.FromSeconds(30.2), TimeSpan.FromSeconds(35.9), "speaker_1"),
            (last.AdditionalProperties!["start_time"], last.AdditionalProperties["end_time"], last.AdditionalProperties["speaker_id"]));
        Assert.Equal(expected.Text, Assert.IsType<TranscriptionResponse>(response.RawRepresentation).Text);
    }

    [Theory]
    [InlineData("""{"text":"Hello you","language":"en","segments":[{"text":"Hello","end":1},{"text":"you","start":1,"end":2}]}""")]
    [InlineData("""{"text":"Hello you","language":"en","segments":[null,{"text":"Hello","start":-1e300,"end":2}]}""")]
    [InlineData("""{"text":"Hello you","language":"en","segments":[]}""")]
    public async Task Text_is_one_content_if_the_segments_are_not_the_whole_text(string json)
    {
        var response = await TranscribeAsync(json);

        Assert.Equal("Hello you", Assert.IsType<TextContent>(Assert.Single(response.Contents)).Text);
        Assert.Equal("en", response.AdditionalProperties!["language"]);
        Assert.Equal(json.Contains("end", StringComparison.Ordinal) ? TimeSpan.FromSeconds(2) : null, response.EndTime);
    }

    [Fact]
    public async Task Events_of_a_stream_are_updates()
    {
        string[] events =
        [
            """{"type":"transcription.language","audio_language":"en"}""",
            """{"type":"transcription.text.delta","text":"Hello"}""",
            """{"type":"transcription.text.delta","text":" you"}""",
            """{"type":"transcription.segment","text":"Hello you","start":0.5,"end":1.5,"speaker_id":"speaker_1"}""",
            """{"type":"transcription.notice"}""",
            """{"type":"transcription.done","model":"m","text":"Hello you","usage":{"prompt_tokens":4,"completion_tokens":2} }""",
        ];

        var updates = await StreamAsync(events);

        Assert.Equal(
            ["sessionopen", "textupdating", "textupdating", "textupdated", "textupdating", "sessionclose"],
            updates.Select(update => update.Kind.Value));
        Assert.Equal("en", updates[0].AdditionalProperties!["language"]);
        Assert.Equal((TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5)), (updates[3].StartTime, updates[3].EndTime));
        Assert.Equal("speaker_1", updates[3].AdditionalProperties!["speaker_id"]);
        Assert.IsType<UnknownTranscriptionStreamEvent>(updates[4].RawRepresentation);
        Assert.All(updates, update => Assert.IsAssignableFrom<TranscriptionStreamEvent>(update.RawRepresentation));
        var response = updates.ToSpeechToTextResponse();
        Assert.Equal(("Hello you", "m", 2L), (response.Text, response.ModelId, response.Usage!.OutputTokenCount));
        Assert.Equal((TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5)), (response.StartTime, response.EndTime));
    }

    [Fact]
    public async Task Stream_without_deltas_has_the_text_of_its_last_event()
    {
        var updates = await StreamAsync(
            """{"type":"transcription.segment","text":"Hello","start":0,"end":1}""", """{"type":"transcription.done","text":"Hello"}""");

        Assert.Equal("Hello", updates.ToSpeechToTextResponse().Text);
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("de", "en-US")]
    public async Task Translation_is_rejected(string? speechLanguage, string textLanguage)
    {
        var client = NoNetwork.CreateClient().AsISpeechToTextClient(Model);
        var options = new SpeechToTextOptions { SpeechLanguage = speechLanguage, TextLanguage = textLanguage };

        var error = await Assert.ThrowsAsync<NotSupportedException>(
            () => client.GetTextAsync(new MemoryStream(), options, CancellationToken));

        Assert.Contains("does not translate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_model_and_audio_are_rejected()
    {
        var client = NoNetwork.CreateClient().AsISpeechToTextClient();

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetTextAsync(new MemoryStream(), null, CancellationToken));
        Assert.Throws<InvalidOperationException>(() => { client.GetStreamingTextAsync(new MemoryStream(), null, CancellationToken); });
        await Assert.ThrowsAsync<ArgumentNullException>(
            "audioSpeechStream", () => client.GetTextAsync((Stream)null!, null, CancellationToken));
        Assert.Throws<ArgumentException>("defaultModelId", () => NoNetwork.CreateClient().AsISpeechToTextClient(" "));
    }

    [Fact]
    public async Task Unknown_additional_property_is_logged_as_ignored()
    {
        var log = new LogCapture();
        var client = StubServer.WithResponse("""{"text":"Hi"}""").CreateClient(options => options.LoggerFactory = log);

        await client.AsISpeechToTextClient(Model).GetTextAsync(
            new MemoryStream([1]), new() { AdditionalProperties = new() { ["contextBias"] = "a" } }, CancellationToken);

        Assert.Contains(log.LibraryEntries, message => message.Contains(
            "SpeechToTextOptions.AdditionalProperties[\"contextBias\"] is unknown and ignored. Use the key context_bias.",
            StringComparison.Ordinal));
    }

    [Fact]
    public void Services_are_returned()
    {
        using var mistral = NoNetwork.CreateClient();
        using var client = mistral.AsISpeechToTextClient(Model);

        var metadata = client.GetService<SpeechToTextClientMetadata>()!;
        Assert.Equal(("mistral_ai", Model), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Equal("https://api.mistral.ai/v1/", metadata.ProviderUri!.AbsoluteUri);
        Assert.Same(mistral, client.GetService<MistralClient>());
        Assert.Same(mistral.Audio.Transcriptions, client.GetService<TranscriptionsApi>());
        Assert.Same(client, client.GetService<ISpeechToTextClient>());
        Assert.Null(client.GetService(typeof(MistralClient), "key"));
    }

    [Fact]
    public async Task Streamed_and_whole_text_of_the_emulator_are_the_same()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var mistral = new MistralClient(new MistralClientOptions { Endpoint = emulator.Server.Endpoint, ApiKey = TestEmulator.Key });
        using var client = mistral.AsISpeechToTextClient(Model);
        var audio = new DataContent(AudioFiles.CreateWav(2), "audio/wav");
        var options = new SpeechToTextOptions
        {
            AdditionalProperties = new() { ["diarize"] = true, ["timestamp_granularities"] = new[] { "segment" } },
        };

        var response = await client.GetTextAsync(audio, options, CancellationToken);
        var streamed = await client.GetStreamingTextAsync(audio, options, CancellationToken).ToSpeechToTextResponseAsync(CancellationToken);

        Assert.Equal("WAV audio. 2 seconds. 1 channel. 16000 Hz.", response.Text);
        Assert.Equal((response.Text, response.StartTime, response.EndTime), (streamed.Text, streamed.StartTime, streamed.EndTime));
        Assert.Equal(GetCounts(response.Usage!), GetCounts(streamed.Usage!));
        Assert.Equal(TimeSpan.FromSeconds(2), response.EndTime);
    }

    private static ISpeechToTextClient CreateClient(StubServer server) => server.CreateClient().AsISpeechToTextClient(Model);

    private static Task<SpeechToTextResponse> TranscribeAsync(string json) =>
        CreateClient(StubServer.WithResponse(json)).GetTextAsync(new MemoryStream([1]), null, CancellationToken);

    private static async Task<List<SpeechToTextResponseUpdate>> StreamAsync(params string[] events) =>
        await CreateClient(StubServer.WithRawStream(string.Concat(events.Select(TestCalls.SseEvent))))
            .GetStreamingTextAsync(new MemoryStream([1]), null, CancellationToken).ToListAsync(CancellationToken);

    private static (long? Input, long? Output, long Seconds) GetCounts(UsageDetails usage) =>
        (usage.InputTokenCount, usage.OutputTokenCount, usage.AdditionalCounts!["prompt_audio_seconds"]);
}
