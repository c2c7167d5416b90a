using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.BatchTestCalls;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Batch;

public sealed class BatchValidationTests
{
    private const string Requests = """ "requests":[{"body":{}}] """;

    [Theory]
    [InlineData($$"""{"name":"a",{{Requests}}}""", "body.name extra_forbidden")]
    [InlineData($$"""{"endpoint":"/v1/models",{{Requests}}}""", "body.endpoint enum")]
    [InlineData($$"""{"timeout_hours":169,{{Requests}}}""", "body.timeout_hours less_than_equal")]
    [InlineData("""{"requests":[{"custom_id":1,"body":[],"url":"/v1"}]}""", "body.requests.0.custom_id string_type",
        "body.requests.0.body dict_type", "body.requests.0.url extra_forbidden")]
    [InlineData("""{"input_files":["file-1"]}""", "body.input_files.0 uuid_parsing")]
    [InlineData($$"""{"metadata":{"":"a","b":"","c":1},{{Requests}}}""", "body.metadata..[key] string_too_short",
        "body.metadata.b string_too_short", "body.metadata.c string_type")]
    [InlineData($$"""{"metadata":[],{{Requests}}}""", "body.metadata dict_type")]
    public async Task Invalid_field_is_rejected_with_the_location(string request, params string[] errors)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostJobAsync(request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(
            errors,
            response.Json["detail"]!.AsArray().Select(error => $"{string.Join('.', error!["loc"]!.AsArray())} {error["type"]}"));
    }

    [Theory]
    [InlineData(32, 512, HttpStatusCode.OK)]
    [InlineData(33, 512, HttpStatusCode.UnprocessableEntity)]
    [InlineData(32, 513, HttpStatusCode.UnprocessableEntity)]
    public async Task Length_of_metadata_is_limited(int keyLength, int valueLength, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostJobAsync(
            $$"""{"metadata":{"{{new string('k', keyLength)}}":"{{new string('v', valueLength)}}"},{{Requests}}}""");

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [InlineData(10_000, HttpStatusCode.OK)]
    [InlineData(10_001, HttpStatusCode.UnprocessableEntity)]
    public async Task Number_of_inline_requests_is_limited(int count, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostJobAsync(
            $$"""{"requests":[{{string.Join(',', Enumerable.Repeat("""{"body":{"stream":true}}""", count))}}]}""");

        Assert.Equal(status, response.Status);
    }

    [Fact]
    public async Task Input_that_cannot_be_used_is_rejected()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var wrongPurpose = (await emulator.PostFileAsync("{}", "a.jsonl")).Json["id"];
        var empty = await emulator.UploadAsync("", " ", "");
        var valid = await emulator.UploadAsync(Embed("a"));

        Assert.Equal("A batch job requires input_files or requests.", await GetErrorAsync("{}"));
        Assert.Equal("A batch job requires input_files or requests.", await GetErrorAsync("""{"input_files":[],"requests":[]}"""));
        Assert.Equal("A batch job cannot have both input_files and requests.",
            await GetErrorAsync($$"""{"input_files":["{{valid}}"],{{Requests}}}"""));
        Assert.Equal($"File {wrongPurpose} has the purpose fine-tune. Input files must have the purpose batch.",
            await GetErrorAsync($$"""{"input_files":["{{valid}}","{{wrongPurpose}}"]}"""));
        Assert.Equal($"File {empty} is empty.", await GetErrorAsync($$"""{"input_files":["{{empty}}"]}"""));
        Assert.Equal("Invalid model: gpt-5", await GetErrorAsync($$"""{"model":"gpt-5","input_files":["{{valid}}"]}"""));

        async Task<string?> GetErrorAsync(string json)
        {
            var response = await emulator.PostJobAsync(json);
            Assert.Equal(HttpStatusCode.BadRequest, response.Status);
            return (string?)response.Json["message"];
        }
    }

    [Fact]
    public async Task Unknown_input_file_returns_404()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.PostJobAsync("""{"input_files":["1b4e28ba-2fa1-11d2-883f-0016d3cca427"]}""");

        Assert.Equal((HttpStatusCode.NotFound, """{"detail":"File 1b4e28ba-2fa1-11d2-883f-0016d3cca427 not found"}"""),
            (response.Status, response.Body));
    }

    [Fact]
    public async Task Job_with_unreadable_lines_fails_with_their_numbers()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var file = await emulator.UploadAsync(
            Embed("a"),
            "",
            "{\"custom_id\":",
            """{"custom_id":5,"body":{}}""",
            """{"custom_id":"b"}""",
            """{"custom_id":"\ud800","body":{}}""");

        var job = await emulator.WaitForJobAsync(await emulator.CreateJobAsync($$"""{"input_files":["{{file}}"]}"""));

        Assert.Equal("FAILED 0 of 5, 0 failed", Summarize(job));
        Assert.Null(job["output_file"]);
        Assert.Equal(
            [
                $"Line 3 of file {file} is not a valid request: body.13: JSON decode error",
                $"Line 4 of file {file} is not a valid request: line.custom_id: Input should be a valid string",
                $"Line 5 of file {file} is not a valid request: line.body: Field required",
                $"Line 6 of file {file} is not a valid request: body.custom_id: Input should be a valid string, unable to parse raw "
                    + "data as a unicode string",
            ],
            job["errors"]!.AsArray().Select(error => (string?)error!["message"]));
    }

    [Fact]
    public async Task Requests_with_the_same_custom_id_are_all_run()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var job = await emulator.WaitForJobAsync(await emulator.CreateInlineJobAsync(Embed("a"), Embed("a")));

        Assert.Equal("SUCCESS 2 of 2, 0 failed", Summarize(job));
        Assert.Equal(["a", "a"], (await emulator.DownloadLinesAsync(job["output_file"])).Select(line => (string?)line["custom_id"]));
    }

    [Fact]
    public async Task Job_whose_input_file_was_deleted_fails()
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = time });
        var file = await emulator.UploadAsync(Embed("a", new string('a', 2_000_000)));
        emulator.Server.Enqueue(new ScriptedBatchJob { QueuedTime = TimeSpan.FromSeconds(1) });
        var id = await emulator.CreateJobAsync($$"""{"input_files":["{{file}}"]}""");
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(1));

        await emulator.SendAsync(HttpMethod.Delete, $"/v1/files/{file}");
        time.Advance(TimeSpan.FromSeconds(1));
        var job = await emulator.WaitForJobAsync(id);

        Assert.Equal("FAILED 0 of 1, 0 failed", Summarize(job));
        Assert.Equal("An input file was deleted.", (string?)job["errors"]![0]!["message"]);
    }
}
