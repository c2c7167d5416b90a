using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class VoicesApiTests
{
    private const string Voice = """
        {"name":"my-voice","slug":"my-voice","languages":["en","fr"],"gender":"female","age":30,"tags":["warm"],"color":"red",
         "description":"d","retention_notice":30,"id":"a3e8f2b1-4c9d-4a6b-8e2f-1c3d5e7a9b0c",
         "created_at":"2026-03-20T18:34:32.118943+00:00","user_id":"u","trimmed_seconds":12.5}
        """;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public void Voice_is_read_without_loss_and_every_field_has_a_property()
    {
        var voice = RoundTrip.AssertLossless(Voice, AudioJson.Default.VoiceResponse);

        Assert.Null(voice.AdditionalProperties);
        Assert.Equal(("my-voice", 30, 12.5), (voice.Name, voice.RetentionNotice, voice.TrimmedSeconds));
        Assert.Equal(["en", "fr"], voice.Languages);
    }

    [Fact]
    public async Task Voice_is_created_from_a_recording_with_every_field()
    {
        var server = StubServer.WithResponse(Voice);

        var voice = await server.CreateClient().Audio.Voices.CreateAsync(
            new()
            {
                Name = "my-voice",
                SampleAudio = FileData.FromBytes(AudioFiles.CreateMp3(1), name: "me.mp3"),
                Slug = "my-voice",
                Languages = ["en"],
                Gender = "female",
                Age = 30,
                Tags = ["warm"],
                Color = "red",
                Description = "d",
                RetentionNotice = 10,
            },
            CancellationToken);

        Assert.Equal("a3e8f2b1-4c9d-4a6b-8e2f-1c3d5e7a9b0c", voice.Id);
        var body = server.SingleRequestBody().AsObject();
        Assert.Equal(AudioFiles.CreateMp3(1), Convert.FromBase64String((string)body["sample_audio"]!));
        body.Remove("sample_audio");
        JsonAssert.Equal(
            """
            {"name":"my-voice","sample_filename":"me.mp3","slug":"my-voice","languages":["en"],"gender":"female","age":30,
             "tags":["warm"],"color":"red","description":"d","retention_notice":10}
            """,
            body);
    }

    [Fact]
    public async Task Recording_without_a_name_has_the_extension_of_its_format()
    {
        var server = StubServer.WithResponse(Voice);

        await server.CreateClient().Audio.Voices.CreateAsync(
            new() { Name = "v", SampleAudio = FileData.FromBytes(AudioFiles.CreateWav(0.1)) }, CancellationToken);

        Assert.Equal("file.wav", (string?)server.SingleRequestBody()["sample_filename"]);
    }

    [Fact]
    public async Task Voice_is_found_changed_and_deleted_by_its_escaped_ID()
    {
        var server = StubServer.WithResponse(Voice);
        var voices = server.CreateClient().Audio.Voices;

        await voices.GetAsync("a/../b", CancellationToken);
        await voices.UpdateAsync(
            "a/../b",
            new() { Name = "n", Languages = ["de"], Gender = "male", Age = 40, Tags = [], Description = "d" },
            CancellationToken);
        var deleted = await voices.DeleteAsync("a/../b", CancellationToken);

        JsonAssert.Equal(
            """{"name":"n","languages":["de"],"gender":"male","age":40,"tags":[],"description":"d"}""", server.RequestBodies[1]);
        const string Path = "/v1/audio/voices/a%2F..%2Fb";
        Assert.Equal([$"GET {Path}", $"PATCH {Path}", $"DELETE {Path}"], GetRequestLines(server));
        Assert.Equal("my-voice", deleted.Name);
    }

    [Fact]
    public async Task JSON_null_removes_a_value_of_a_voice()
    {
        var server = StubServer.WithResponse(Voice);

        await server.CreateClient().Audio.Voices.UpdateAsync(
            "v",
            new() { AdditionalProperties = new Dictionary<string, JsonElement> { ["gender"] = JsonElement.Parse("null") } },
            CancellationToken);

        JsonAssert.Equal("""{"gender":null}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task Voices_of_all_pages_are_listed_lazily_by_their_offset()
    {
        var server = StubServer.WithResponse("""{"items":[{"id":"a"},{"id":"b"}],"total":4,"page":1,"page_size":2,"total_pages":2}""")
            .Then("""{"items":[{"id":"c"}],"total":4}""").Then("""{"items":[{"id":"d"}],"total":4}""");
        var found = new List<string>();

        await foreach (var voice in server.CreateClient().Audio.Voices.ListAsync(
            new() { Limit = 2, Type = "custom" }, CancellationToken))
            found.Add($"{voice.Id}{server.RequestMessages.Count}");

        Assert.Equal(["a1", "b1", "c2", "d3"], found);
        const string Path = "GET /v1/audio/voices?limit=2";
        Assert.Equal(
            [$"{Path}&type=custom", $"{Path}&offset=2&type=custom", $"{Path}&offset=3&type=custom"], GetRequestLines(server));
    }

    [Theory]
    [InlineData("""{"items":[{"id":"c"}],"total":3}""")]
    [InlineData("""{"items":[]}""")]
    public async Task List_that_starts_after_some_voices_ends_with_the_last_voice(string response)
    {
        var server = StubServer.WithResponse(response);

        await server.CreateClient().Audio.Voices.ListAsync(new() { Offset = 2 }, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(["GET /v1/audio/voices?offset=2"], GetRequestLines(server));
    }

    [Fact]
    public async Task Server_that_returns_the_same_page_again_ends_the_list()
    {
        var server = StubServer.WithResponse("""{"items":[{"id":"a"}]}""");

        var voices = await server.CreateClient().Audio.Voices.ListAsync(null, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(("a", 2), (Assert.Single(voices).Id, server.RequestMessages.Count));
    }

    [Fact]
    public async Task Recording_of_a_voice_is_downloaded()
    {
        var wav = AudioFiles.CreateWav(0.1);
        var server = new StubServer().Then(() =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(wav) };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
            return response;
        });

        await using var sample = await server.CreateClient().Audio.Voices.GetSampleAudioAsync("v", CancellationToken);
        using var copy = new MemoryStream();
        await sample.CopyToAsync(copy, CancellationToken);

        Assert.Equal(wav, copy.ToArray());
        Assert.Equal(("audio/wav", wav.Length), (sample.MediaType, sample.ContentLength));
        var request = Assert.Single(server.RequestMessages);
        Assert.Equal(("audio/wav", "/v1/audio/voices/v/sample"), (request.Headers.Accept.ToString(), request.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task Invalid_requests_are_rejected_before_sending()
    {
        var server = new StubServer();
        var voices = server.CreateClient().Audio.Voices;
        var sample = FileData.FromBytes(AudioFiles.CreateWav(0.1));
        Func<Task>[] calls =
        [
            () => voices.CreateAsync(new() { SampleAudio = sample }, CancellationToken),
            () => voices.CreateAsync(new() { Name = "v" }, CancellationToken),
            () => voices.CreateAsync(new() { Name = "v", SampleAudio = FileData.FromBytes(default) }, CancellationToken),
            () => voices.CreateAsync(
                new() { Name = "v", SampleAudio = sample, Description = new string('d', 501) }, CancellationToken),
            () => voices.UpdateAsync("v", new(), CancellationToken),
            () => voices.UpdateAsync("v", new() { Name = " " }, CancellationToken),
            () => voices.GetAsync("..", CancellationToken),
            () => voices.ListPageAsync(new() { Limit = 101 }, CancellationToken),
            () => voices.ListPageAsync(new() { Offset = -1 }, CancellationToken),
        ];
        string[] messages =
        [
            "The voice has no name. Set Name.",
            "No recording was specified. Set SampleAudio; FileData creates it from a path, a stream or bytes.",
            "The audio file is empty. Pass a recording of the voice.",
            "Description must have at most 500 characters, but has 501.",
            "The request changes nothing. Set at least one property.",
            "The name of the voice is empty. Set Name, or set it to null.",
            "No voice was specified. Pass the ID of a voice, which ListAsync returns. (Parameter 'voiceId')",
            "Limit must be between 1 and 100, but was 101.",
            "Offset must be 0 or greater, but was -1.",
        ];

        for (var i = 0; i < calls.Length; i++)
            Assert.Equal(messages[i], (await Assert.ThrowsAsync<ArgumentException>(calls[i])).Message);
        Assert.Empty(server.RequestMessages);
    }

    private static IEnumerable<string> GetRequestLines(StubServer server) =>
        server.RequestMessages.Select(request => $"{request.Method} {request.RequestUri!.PathAndQuery}");
}
