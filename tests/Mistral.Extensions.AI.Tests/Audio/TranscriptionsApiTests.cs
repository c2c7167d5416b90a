using System.Text.Json;
using Mistral.Extensions.AI.Audio;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Audio;

public sealed class TranscriptionsApiTests
{
    private const string Response = """{"model":"voxtral-mini-latest","text":"Hi"}""";

    private static readonly byte[] Wav = AudioFiles.CreateWav(0.1);

    private static readonly AudioTranscriptionRequest UrlRequest =
        new() { Model = "voxtral-mini-latest", FileUrl = "https://files.example/a.mp3" };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audio_file_is_sent_as_form_data_with_all_options()
    {
        var server = await SendAsync(new()
        {
            Model = "voxtral-mini-latest",
            File = FileData.FromBytes(Wav, name: "a.wav"),
            Temperature = 0.2f,
            Diarize = true,
            ContextBias = ["Galileo", "probe_mission"],
            TimestampGranularities = ["segment", "word"],
        });

        var request = Assert.Single(server.RequestMessages);
        Assert.Equal("POST https://api.mistral.ai/v1/audio/transcriptions", $"{request.Method} {request.RequestUri}");
        var form = Assert.Single(server.Forms);
        Assert.Equal(("file", "a.wav", "audio/wav"), (form.File.Name, form.File.FileName, form.File.ContentType));
        Assert.Equal(Wav, form.File.Data);
        Assert.Equal("file", form.Parts[^1].Name);
        var fields = form.ToJson();
        fields.Remove("file");
        JsonAssert.Equal(
            """
            {"model":"voxtral-mini-latest","temperature":"0.2","diarize":"true","context_bias":["Galileo","probe_mission"],
             "timestamp_granularities":["segment","word"]}
            """,
            fields);
    }

    [Fact]
    public async Task Audio_at_a_URL_is_sent_as_form_data()
    {
        var server = await SendAsync(UrlRequest with { Language = "en", ContextBias = ["Galileo"] });

        JsonAssert.Equal(
            """
            {"model":"voxtral-mini-latest","file_url":"https://files.example/a.mp3","language":"en","context_bias":"Galileo"}
            """,
            server.SingleRequestBody());
        Assert.All(Assert.Single(server.Forms).Parts, part => Assert.Null(part.FileName));
    }

    [Fact]
    public async Task Uploaded_file_is_sent_as_form_data()
    {
        var server = await SendAsync(new() { Model = "voxtral-mini-latest", FileId = "b9a2c1f0-0000-4000-8000-000000000001" });

        JsonAssert.Equal(
            """{"model":"voxtral-mini-latest","file_id":"b9a2c1f0-0000-4000-8000-000000000001"}""", server.SingleRequestBody());
    }

    [Fact]
    public async Task File_without_a_name_has_the_extension_of_its_format()
    {
        using var stream = new MemoryStream(AudioFiles.CreateMp3(1));

        var server = await SendAsync(new() { Model = "voxtral-mini-latest", File = FileData.FromStream(stream) });

        Assert.Equal(
            ("file.mp3", "audio/mpeg"), (Assert.Single(server.Forms).File.FileName, Assert.Single(server.Forms).File.ContentType));
    }

    [Fact]
    public async Task Stream_is_set_by_the_method()
    {
        var server = StubServer.WithResponse(Response).Then(() => new()
        {
            Content = new StringContent(TestCalls.SseEvent("""{"type":"transcription.done","text":"Hi"}"""), null, "text/event-stream"),
        });
        var transcriptions = server.CreateClient().Audio.Transcriptions;

        await transcriptions.CompleteAsync(UrlRequest with { Stream = true }, CancellationToken);
        await transcriptions.StreamAsync(UrlRequest with { Stream = false }, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal([null, "true"], server.RequestBodies.Select(body => (string?)body!["stream"]));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Additional_properties_are_sent_as_fields()
    {
        var server = await SendAsync(UrlRequest with
        {
            AdditionalProperties = new Dictionary<string, JsonElement>
            {
                ["text"] = JsonElement.Parse("\"a \\u00e9\""),
                ["list"] = JsonElement.Parse("[1,\"b\"]"),
                ["object"] = JsonElement.Parse("""{"a":true}"""),
                ["nothing"] = JsonElement.Parse("null"),
                ["a\"\r\nb"] = JsonElement.Parse("2"),
            },
        });

        var fields = Assert.Single(server.Forms).Parts.Skip(2).Select(part => $"{part.Name}={part.Text}");
        Assert.Equal(["text=a é", "list=1", "list=b", """object={"a":true}""", "a%22%0D%0Ab=2"], fields);
    }

    [Fact]
    public async Task Recorded_transcription_is_read()
    {
        var json = OpenApiExamples.Read("diarized-transcription.json");
        RoundTrip.AssertLossless(json, AudioJson.Default.TranscriptionResponse);

        var response = await StubServer.WithResponse(json).CreateClient().Audio.Transcriptions.CompleteAsync(UrlRequest, CancellationToken);

        Assert.Equal(("voxtral-mini-latest", null, 4), (response.Model, response.Language, response.Segments!.Count));
        Assert.Equal(response.Text, string.Concat(response.Segments.Select(segment => segment.Text)));
        var last = response.Segments[^1];
        Assert.Equal((30.2, 35.9, "speaker_1", "transcription_segment"), (last.Start, last.End, last.SpeakerId, last.Type));
        Assert.Equal((36, 164), (response.Usage!.PromptAudioSeconds, response.Usage.TotalTokens));
        Assert.Null(response.AdditionalProperties);
        Assert.Null(last.AdditionalProperties);
    }

    [Fact]
    public void Example_of_the_OpenAPI_file_is_read_without_loss()
    {
        var response = OpenApiExamples.AssertLossless(OpenApiExamples.Read("transcription.json"), AudioJson.Default.TranscriptionResponse);

        Assert.Equal(("en", 203, 0), (response.Language, response.Usage!.PromptAudioSeconds, response.Segments!.Count));
        Assert.Null(response.AdditionalProperties);
    }

    [Fact]
    public async Task Empty_text_is_a_response()
    {
        var server = StubServer.WithResponse("""{"text":"","segments":null,"usage":null}""");

        var response = await server.CreateClient().Audio.Transcriptions.CompleteAsync(UrlRequest, CancellationToken);

        Assert.Equal("", response.Text);
    }

    [Fact]
    public async Task Stream_that_cannot_seek_is_sent_once()
    {
        var request = new AudioTranscriptionRequest
        {
            Model = "voxtral-mini-latest",
            File = FileData.FromStream(new ForwardOnlyStream(Wav), name: "a.wav"),
        };
        var transcriptions = StubServer.WithResponse(Response).CreateClient().Audio.Transcriptions;

        await transcriptions.CompleteAsync(request, CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => transcriptions.CompleteAsync(request, CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await transcriptions.StreamAsync(request, CancellationToken).ToListAsync(CancellationToken));
    }

    private static async Task<StubServer> SendAsync(AudioTranscriptionRequest request)
    {
        var server = StubServer.WithResponse(Response);
        Assert.Equal("Hi", (await server.CreateClient().Audio.Transcriptions.CompleteAsync(request, CancellationToken)).Text);
        return server;
    }
}
