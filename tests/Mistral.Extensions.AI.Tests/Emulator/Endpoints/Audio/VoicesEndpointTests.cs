using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Audio;

public sealed class VoicesEndpointTests : IAsyncLifetime
{
    private const string Path = AudioTestCalls.VoicesPath;

    private static readonly byte[] Sample = AudioFiles.CreateMp3(200);

    private TestEmulator _emulator = null!;

    public async ValueTask InitializeAsync() =>
        _emulator = await TestEmulator.StartAsync(new() { TimeProvider = new ManualTimeProvider() });

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    [Fact]
    public async Task Created_voice_is_returned_and_can_speak()
    {
        var created = await CreateAsync("""{"slug":"nova","languages":["en"],"gender":"female","age":30,"tags":["calm"],"color":"#fff"}""");

        var byId = await _emulator.SendAsync(HttpMethod.Get, $"{Path}/{created["id"]}");
        var bySlug = await _emulator.SendAsync(HttpMethod.Get, $"{Path}/nova");
        var speech = await _emulator.PostSpeechAsync("Hello", $$"""{"voice_id":"{{created["id"]}}"}""");

        JsonAssert.Equal(
            $$"""
            {"name":"My voice","slug":"nova","languages":["en"],"gender":"female","age":30,"tags":["calm"],"color":"#fff",
             "description":null,"retention_notice":30,"id":"{{created["id"]}}","created_at":"{{created["created_at"]}}",
             "user_id":"0684fe0e-0b98-773e-8000-323fc71a3986","trimmed_seconds":null}
            """,
            created);
        JsonAssert.Equal(created.ToJsonString(), byId.Json);
        JsonAssert.Equal(created.ToJsonString(), bySlug.Json);
        Assert.Equal(HttpStatusCode.OK, speech.Status);
    }

    [Fact]
    public async Task List_has_pages_of_custom_voices_and_preset_voices()
    {
        await CreateAsync("""{"name":"first"}""");
        await CreateAsync("""{"name":"second"}""");

        var first = (await _emulator.SendAsync(HttpMethod.Get, $"{Path}?limit=20")).Json;
        var second = (await _emulator.SendAsync(HttpMethod.Get, $"{Path}?limit=20&offset=20")).Json;
        var custom = (await _emulator.SendAsync(HttpMethod.Get, $"{Path}?type=custom")).Json;
        var preset = (await _emulator.SendAsync(HttpMethod.Get, $"{Path}?type=preset")).Json;

        Assert.Equal((32, 1, 20, 2), GetPage(first));
        Assert.Equal((32, 2, 20, 2), GetPage(second));
        Assert.Equal(32, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).DistinctBy(voice => (string?)voice!["id"]).Count());
        Assert.Equal(["second", "first"], custom["items"]!.AsArray().Select(voice => (string?)voice!["name"]));
        Assert.Equal((30, 1, 10, 3), GetPage(preset));
        Assert.Equal(("Paul - Neutral", "en_paul_neutral"), ((string?)preset["items"]![0]!["name"], (string?)preset["items"]![0]!["slug"]));
    }

    [Fact]
    public async Task Update_changes_only_its_fields()
    {
        var created = await CreateAsync("""{"gender":"female","tags":["calm"],"languages":["en"]}""");

        var updated = await _emulator.SendAsync(
            HttpMethod.Patch, $"{Path}/{created["id"]}", """{"name":"New","languages":["fr"],"tags":null,"age":40}""");

        (created["name"], created["languages"], created["tags"], created["age"]) = ("New", new JsonArray("fr"), null, 40);
        JsonAssert.Equal(created.ToJsonString(), updated.Json);
        JsonAssert.Equal(created.ToJsonString(), (await _emulator.SendAsync(HttpMethod.Get, $"{Path}/{created["id"]}")).Json);
    }

    [Fact]
    public async Task Deleted_voice_is_not_found()
    {
        var created = await CreateAsync();

        var deleted = await _emulator.SendAsync(HttpMethod.Delete, $"{Path}/{created["id"]}");
        var after = await _emulator.SendAsync(HttpMethod.Get, $"{Path}/{created["id"]}");
        var speech = await _emulator.PostSpeechAsync("Hello", $$"""{"voice_id":"{{created["id"]}}"}""");

        JsonAssert.Equal(created.ToJsonString(), deleted.Json);
        Assert.Equal(
            (HttpStatusCode.NotFound, $$"""{"detail":"Voice '{{created["id"]}}' not found"}""", HttpStatusCode.NotFound),
            (after.Status, after.Body, speech.Status));
    }

    [Fact]
    public async Task Sample_is_the_audio_from_which_the_voice_was_created()
    {
        var created = await CreateAsync();

        Assert.Equal(Sample, await DownloadAsync($"{created["id"]}"));
        Assert.Equal("Marie - Happy.", (string?)(await _emulator.TranscribeAsync(await DownloadAsync("fr_marie_happy")))["text"]);
    }

    [Theory]
    [InlineData("POST", "", "{}", "422 body.name: Field required (and 1 more)")]
    [InlineData("POST", "", """{"name":"a","sample_audio":"AAAA"}""", "400 Audio input could not be decoded: the format is not known")]
    [InlineData("POST", "", """{"name":"a","sample_audio":"A","voice":1}""", "422 body.voice: Extra inputs are not permitted")]
    [InlineData("GET", "?limit=101", null, "422 query.limit: Input should be less than or equal to 100")]
    [InlineData("GET", "?offset=-1", null, "422 query.offset: Input should be greater than or equal to 0")]
    [InlineData("GET", "?type=mine", null, "422 query.type: Input should be 'all', 'custom' or 'preset'")]
    [InlineData("GET", "/nova", null, "404 Voice 'nova' not found")]
    [InlineData("GET", "/nova/sample", null, "404 Voice 'nova' not found")]
    [InlineData("DELETE", "/nova", null, "422 path.voice_id: Input should be a valid UUID")]
    [InlineData("PATCH", "/nova", "{}", "422 path.voice_id: Input should be a valid UUID")]
    [InlineData("PATCH", "/b9a2c1f0-0000-4000-8000-000000000001", "{}", "404 Voice 'b9a2c1f0-0000-4000-8000-000000000001' not found")]
    public async Task Invalid_request_is_rejected(string method, string path, string? body, string error)
    {
        var response = await _emulator.SendAsync(HttpMethod.Parse(method), Path + path, body);

        Assert.Equal(error, $"{(int)response.Status} {Assert.Single(_emulator.Server.Requests).Error}");
    }

    [Fact]
    public async Task Preset_voice_cannot_be_changed()
    {
        var preset = (await _emulator.SendAsync(HttpMethod.Get, $"{Path}/gb_jane_sad")).Json;

        var response = await _emulator.SendAsync(HttpMethod.Delete, $"{Path}/{preset["id"]}");

        Assert.Equal(
            (HttpStatusCode.Forbidden, "Voice 'gb_jane_sad' is a preset voice and cannot be changed"),
            (response.Status, (string?)response.Json["message"]));
    }

    private static (int Total, int Page, int Size, int Pages) GetPage(JsonNode list) =>
        ((int)list["total"]!, (int)list["page"]!, (int)list["page_size"]!, (int)list["total_pages"]!);

    private async Task<JsonNode> CreateAsync(string options = "{}")
    {
        var request = new JsonObject
        {
            ["name"] = "My voice",
            ["sample_audio"] = Convert.ToBase64String(Sample),
            ["sample_filename"] = "a.mp3",
        };
        foreach (var (name, value) in JsonNode.Parse(options)!.AsObject())
            request[name] = value?.DeepClone();
        var response = await _emulator.SendAsync(HttpMethod.Post, Path, request.ToJsonString());
        Assert.True((int)response.Status == 200, response.Body);
        return response.Json;
    }

    private async Task<byte[]> DownloadAsync(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var response = await _emulator.Http.GetAsync(new Uri($"{Path}/{id}/sample", UriKind.Relative), cancellationToken);
        Assert.Equal("audio/wav", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
