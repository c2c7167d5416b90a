using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

#pragma warning disable MEAI001 // ITextToSpeechClient is experimental.

namespace Mistral.Extensions.AI.Tests.Adapters.Audio;

public sealed class TextToSpeechClientTests
{
    private const string Model = "voxtral-mini-tts-2603";
    private const string Response = """{"audio_data":"SUQz"}""";
    private const string Done = """{"type":"speech.audio.done","usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12} }""";

    public static TheoryData<TextToSpeechOptions?, string> Options => new()
    {
        { null, """{"model":"voxtral-mini-tts-2603","input":"Hello","voice_id":"en_paul_neutral"}""" },
        {
            new() { ModelId = "m", VoiceId = "v", AudioFormat = "OPUS", AdditionalProperties = new() { ["prompt_cache_key"] = "k" } },
            """{"model":"m","input":"Hello","voice_id":"v","response_format":"opus","prompt_cache_key":"k"}"""
        },
        {
            new() { AdditionalProperties = new() { ["ref_audio"] = new DataContent("ID3"u8.ToArray(), "audio/mpeg") } },
            """{"model":"voxtral-mini-tts-2603","input":"Hello","ref_audio":"SUQz"}"""
        },
        {
            new()
            {
                AdditionalProperties = new()
                {
                    ["ref_audio"] = FileData.FromBytes("ID3"u8.ToArray()),
                    ["metadata"] = new Dictionary<string, string>(),
                },
            },
            """{"model":"voxtral-mini-tts-2603","input":"Hello","ref_audio":"SUQz","metadata":{}}"""
        },
        {
            new()
            {
                VoiceId = "v",
                AudioFormat = "wav",
                RawRepresentationFactory = _ => new SpeechRequest { Model = "raw", Input = "ignored", ResponseFormat = "flac" },
            },
            """{"model":"raw","input":"Hello","voice_id":"v","response_format":"flac"}"""
        },
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public async Task Options_are_sent(TextToSpeechOptions? options, string expected)
    {
        var server = StubServer.WithResponse(Response);

        await CreateClient(server).GetAudioAsync("Hello", options, CancellationToken);

        JsonAssert.Equal(expected, server.SingleRequestBody());
    }

    [Theory]
    [InlineData(null, null, "audio/mpeg")]
    [InlineData("mp3", "mp3", "audio/mpeg")]
    [InlineData("Audio/MPEG", "mp3", "audio/mpeg")]
    [InlineData("audio/x-wav", "wav", "audio/wav")]
    [InlineData("audio/flac", "flac", "audio/flac")]
    [InlineData("audio/ogg; codecs=opus", "opus", "audio/opus")]
    [InlineData("pcm", "pcm", "audio/pcm")]
    [InlineData("aiff", "aiff", "audio/mpeg", Traits = ["Spec", "not-in-openapi"])]
    public async Task Format_is_a_name_or_a_media_type(string? format, string? sent, string mediaType)
    {
        var server = StubServer.WithResponse(Response);

        var response = await CreateClient(server).GetAudioAsync("Hello", new() { AudioFormat = format }, CancellationToken);

        Assert.Equal(sent, (string?)server.SingleRequestBody()["response_format"]);
        var content = Assert.IsType<DataContent>(Assert.Single(response.Contents));
        Assert.Equal((mediaType, 3), (content.MediaType, content.Data.Length));
        Assert.Equal(Model, response.ModelId);
        Assert.IsType<SpeechResponse>(response.RawRepresentation);
    }

    [Fact]
    public async Task Media_type_that_the_API_does_not_have_is_rejected_before_sending()
    {
        var server = new StubServer();
        var client = CreateClient(server);
        var options = new TextToSpeechOptions { AudioFormat = "audio/aac" };

        var exception = await Assert.ThrowsAsync<NotSupportedException>(
            () => client.GetAudioAsync("Hello", options, CancellationToken));

        Assert.Equal(
            "Mistral does not generate speech as audio/aac. Set AudioFormat to \"mp3\", \"wav\", \"flac\", \"opus\" or \"pcm\".",
            exception.Message);
        Assert.Throws<NotSupportedException>(() => { _ = client.GetStreamingAudioAsync("Hello", options, CancellationToken); });
        Assert.Empty(server.RequestMessages);
    }

    [Fact]
    public async Task Options_that_the_API_does_not_have_are_logged_once()
    {
        var logs = new LogCapture();
        var client = StubServer.WithResponse(Response).CreateClient(options => options.LoggerFactory = logs).AsITextToSpeechClient(Model);
        var speechOptions = new TextToSpeechOptions
        {
            Speed = 1.5f,
            Pitch = 1,
            Language = "fr",
            AdditionalProperties = new() { ["speed"] = 2 },
        };

        await client.GetAudioAsync("Hello", speechOptions, CancellationToken);
        await client.GetAudioAsync("Hello", speechOptions, CancellationToken);

        Assert.Equal(
            [
                "Warning 23 UnknownKey: TextToSpeechOptions.AdditionalProperties[\"speed\"] is unknown and ignored. "
                    + "Remove it. To send another field, return a SpeechRequest from RawRepresentationFactory.",
                "Warning 31 OptionNotSent: TextToSpeechOptions.Language is ignored: the API has no such setting.",
                "Warning 31 OptionNotSent: TextToSpeechOptions.Speed is ignored: the API has no such setting.",
            ],
            logs.LibraryEntries.Where(entry => entry.Contains("ignored", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Events_of_a_stream_are_updates_with_audio_and_the_last_one_has_the_usage()
    {
        var server = StubServer.WithRawStream(string.Concat(new[]
        {
            """{"type":"speech.audio.delta","audio_data":"SUQz"}""", """{"type":"speech.audio.delta","audio_data":"BAUG"}""", Done,
        }.Select(TestCalls.SseEvent)));

        var updates = await CreateClient(server).GetStreamingAudioAsync("Hello", new(), CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(2, updates.Count);
        Assert.All(updates, update => Assert.Equal("audio/mpeg", update.Contents.OfType<DataContent>().Single().MediaType));
        Assert.Equal(12, Assert.Single(updates[1].Contents.OfType<UsageContent>()).Details.TotalTokenCount);
        var response = updates.ToTextToSpeechResponse();
        Assert.Equal((Model, 7), (response.ModelId, response.Usage!.OutputTokenCount));
    }

    [Theory]
    [InlineData("""{"type":"speech.notice"}""")]
    [InlineData(null)]
    public async Task Stream_without_audio_has_the_usage(string? otherEvent)
    {
        var server = StubServer.WithRawStream(string.Concat(new[] { otherEvent, Done }.OfType<string>().Select(TestCalls.SseEvent)));

        var updates = await CreateClient(server).GetStreamingAudioAsync("Hello", null, CancellationToken).ToListAsync(CancellationToken);

        Assert.NotNull(Assert.Single(updates).RawRepresentation);
        Assert.Equal(12, updates.ToTextToSpeechResponse().Usage!.TotalTokenCount);
    }

    [Fact]
    public void Services_are_returned()
    {
        using var client = new StubServer().CreateClient();
        var speech = client.AsITextToSpeechClient(Model);

        Assert.Equal(("mistral_ai", Model), (GetMetadata(speech).ProviderName, GetMetadata(speech).DefaultModelId));
        Assert.Same(client, speech.GetService<MistralClient>());
        Assert.Same(client.Audio.Speech, speech.GetService<SpeechApi>());
        Assert.Same(speech, speech.GetService<ITextToSpeechClient>());
        Assert.Null(speech.GetService<MistralClient>("key"));
        Assert.Null(speech.GetService<string>());
    }

    [Fact]
    public async Task Default_voice_can_be_set()
    {
        var server = StubServer.WithResponse(Response);

        await server.CreateClient().AsITextToSpeechClient(Model, "fr_marie_happy").GetAudioAsync("Hello", null, CancellationToken);

        Assert.Equal("fr_marie_happy", (string?)server.SingleRequestBody()["voice_id"]);
        Assert.Equal(
            "defaultVoiceId",
            Assert.Throws<ArgumentException>(() => server.CreateClient().AsITextToSpeechClient(Model, " ")).ParamName);
    }

    [Fact]
    public void Empty_model_is_rejected() => Assert.Equal(
        "defaultModelId", Assert.Throws<ArgumentException>(() => new StubServer().CreateClient().AsITextToSpeechClient(" ")).ParamName);

    [Fact]
    public void Clients_for_audio_are_registered()
    {
        var services = new ServiceCollection();
        services.AddMistralClient(options => options.ApiKey = "test-key");
        services.AddMistralTextToSpeechClient(Model).AddKeyedMistralTextToSpeechClient("k", "other");
        services.AddMistralSpeechToTextClient("voxtral-mini-latest").AddKeyedMistralSpeechToTextClient("k", "other");
        using var provider = services.BuildServiceProvider();

        Assert.Equal(Model, GetMetadata(provider.GetRequiredService<ITextToSpeechClient>()).DefaultModelId);
        Assert.Equal("other", GetMetadata(provider.GetRequiredKeyedService<ITextToSpeechClient>("k")).DefaultModelId);
        Assert.Equal(
            "voxtral-mini-latest",
            provider.GetRequiredService<ISpeechToTextClient>().GetService<SpeechToTextClientMetadata>()!.DefaultModelId);
        Assert.Equal(
            "other", provider.GetRequiredKeyedService<ISpeechToTextClient>("k").GetService<SpeechToTextClientMetadata>()!.DefaultModelId);
    }

    private static TextToSpeechClientMetadata GetMetadata(ITextToSpeechClient client) => client.GetService<TextToSpeechClientMetadata>()!;

    private static ITextToSpeechClient CreateClient(StubServer server) => server.CreateClient().AsITextToSpeechClient(Model);
}
