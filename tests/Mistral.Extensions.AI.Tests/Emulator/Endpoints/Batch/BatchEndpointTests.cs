using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.BatchTestCalls;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Batch;

public sealed class BatchEndpointTests
{
    private const string UnknownId = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

    [Fact]
    public async Task Created_job_is_queued_and_has_all_fields()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = new ManualTimeProvider() });

        var job = (await emulator.PostJobAsync($$"""{"requests":[{{Embed("a")}}],"metadata":{"run":"1"},"agent_id":null}""")).Json;

        JsonAssert.Equal(
            $$"""
            {"id":"{{job["id"]}}","object":"batch","input_files":[],"metadata":{"run":"1"},"endpoint":"/v1/embeddings",
             "model":"mistral-embed","agent_id":null,"output_file":null,"error_file":null,"errors":[],"outputs":null,"status":"QUEUED",
             "created_at":1777636800,"total_requests":1,"completed_requests":0,"succeeded_requests":0,"failed_requests":0,
             "started_at":null,"completed_at":null}
            """,
            job);
    }

    [Fact]
    public async Task Results_are_in_the_output_file_and_errors_in_the_error_file()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var job = await emulator.WaitForJobAsync(await emulator.CreateInlineJobAsync(Embed("a"), Embed("b", ""), Embed("c")));
        var outputs = await emulator.DownloadLinesAsync(job["output_file"]);
        var error = (await emulator.DownloadLinesAsync(job["error_file"])).Single();

        Assert.Equal("SUCCESS 2 of 3, 1 failed", Summarize(job));
        Assert.Equal(["c", "a"], outputs.Select(line => (string?)line["custom_id"]));
        Assert.All(outputs, line =>
        {
            Assert.StartsWith($"batch-{((string)job["id"]!)[..8]}-", (string?)line["id"], StringComparison.Ordinal);
            Assert.Equal(200, (int)line["response"]!["status_code"]!);
            Assert.Equal(1024, line["response"]!["body"]!["data"]![0]!["embedding"]!.AsArray().Count);
            Assert.Null(line["error"]);
        });
        Assert.Equal((400, "Input id 0 is empty."),
            ((int)error["response"]!["status_code"]!, (string?)error["response"]!["body"]!["message"]));
    }

    [Fact]
    public async Task Result_files_are_listed_as_files_of_the_server()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var job = await emulator.WaitForJobAsync(await emulator.CreateInlineJobAsync(Embed("a"), Embed("b", "")));
        var files = (await emulator.SendAsync(HttpMethod.Get, "/v1/files?source=mistral&purpose=batch")).Json["data"]!.AsArray();

        Assert.Equal(
            [("batch_error", job["error_file"]!.ToString(), 1), ("batch_result", job["output_file"]!.ToString(), 1)],
            files.Select(file => ((string?)file!["sample_type"], (string?)file["id"], (int)file["num_lines"]!)));
    }

    [Fact]
    public async Task Job_of_several_files_runs_all_lines_with_its_own_model()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = await emulator.UploadAsync("""{"custom_id":"a","method":"POST","body":{"model":"mistral-embed","input":"a"}}""");
        var second = await emulator.UploadAsync("", """{"custom_id":null,"body":{"input":"b"}}""", "", Embed("c"), "");

        var job = await emulator.WaitForJobAsync(
            await emulator.CreateJobAsync($$"""{"input_files":["{{first}}","{{second}}"],"model":"codestral-embed"}"""));
        var lines = await emulator.DownloadLinesAsync(job["output_file"]);

        Assert.Equal("SUCCESS 3 of 3, 0 failed", Summarize(job));
        Assert.Null(job["error_file"]);
        Assert.Equal([first, second], job["input_files"]!.AsArray().Select(file => (string)file!));
        Assert.Equal([null, "a", "c"], lines.Select(line => (string?)line["custom_id"]));
        Assert.All(lines, line => Assert.Equal("codestral-embed", (string?)line["response"]!["body"]!["model"]));
    }

    [Fact]
    public async Task Inline_outputs_are_the_lines_of_both_files()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var id = await emulator.CreateInlineJobAsync(Embed("a"), Embed("b", ""), Embed("c"));
        await emulator.WaitForJobAsync(id);

        var job = await emulator.GetJobAsync(id, "?inline=true");

        Assert.Equal(["c", "a", "b"], job["outputs"]!.AsArray().Select(output => (string?)output!["custom_id"]));
        Assert.Equal("SUCCESS 2 of 3, 1 failed", Summarize(job));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "mistral-small-latest", """{"messages":[{"role":"user","content":"Hi"}]}""", "choices")]
    [InlineData("/v1/fim/completions", "codestral-latest", """{"prompt":"def f(a):"}""", "choices")]
    [InlineData("/v1/ocr", "mistral-ocr-latest", """{"document":{"type":"document_url","document_url":"https://a.b/c.pdf"}}""", "pages")]
    public async Task Job_runs_through_the_endpoint(string endpoint, string model, string body, string field)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var job = await emulator.WaitForJobAsync(
            await emulator.CreateJobAsync($$"""{"endpoint":"{{endpoint}}","model":"{{model}}","requests":[{"body":{{body}}}]}"""));

        var line = (await emulator.DownloadLinesAsync(job["output_file"])).Single();
        Assert.Single(line["response"]!["body"]![field]!.AsArray());
    }

    [Fact]
    public async Task Job_with_an_agent_runs_through_the_agents_endpoint()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-small-latest");

        var job = await emulator.WaitForJobAsync(await emulator.CreateJobAsync(
            """
            {"endpoint":"/v1/chat/completions","model":null,"agent_id":"ag:1",
             "requests":[{"body":{"messages":[{"role":"user","content":"Hi"}]}}]}
            """));

        var line = (await emulator.DownloadLinesAsync(job["output_file"])).Single();
        Assert.Equal("mistral-small-latest", (string?)line["response"]!["body"]!["model"]);
    }

    [Theory]
    [InlineData("/v1/conversations", """{"inputs":"Hi"}""", 400)]
    [InlineData("/v1/embeddings", """{"input":"a","dimensions":5}""", 422)]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}],"stream":true}""", 400)]
    public async Task Request_that_the_endpoint_rejects_fails(string endpoint, string body, int statusCode)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var job = await emulator.WaitForJobAsync(
            await emulator.CreateJobAsync($$"""{"endpoint":"{{endpoint}}","requests":[{"body":{{body}}}]}"""));

        Assert.Equal("SUCCESS 0 of 1, 1 failed", Summarize(job));
        Assert.Null(job["output_file"]);
        Assert.Equal(statusCode, (int)(await emulator.DownloadLinesAsync(job["error_file"])).Single()["response"]!["status_code"]!);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/cancel")]
    public async Task Unknown_job_returns_404(string method, string suffix)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), $"/v1/batch/jobs/{UnknownId}{suffix}");

        Assert.Equal((HttpStatusCode.NotFound, $$"""{"detail":"Batch job {{UnknownId}} not found"}"""), (response.Status, response.Body));
    }

    [Fact]
    public async Task Deleted_job_is_stopped_and_not_found()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = new ManualTimeProvider() });
        emulator.Server.Enqueue(new ScriptedBatchJob { QueuedTime = TimeSpan.FromHours(1) });
        var id = await emulator.CreateInlineJobAsync(Embed("a"));

        var deleted = await emulator.SendAsync(HttpMethod.Delete, $"/v1/batch/jobs/{id}");
        var afterwards = await emulator.SendAsync(HttpMethod.Get, $"/v1/batch/jobs/{id}");

        Assert.Equal($$"""{"id":"{{id}}","object":"batch","deleted":true}""", deleted.Body);
        Assert.Equal(HttpStatusCode.NotFound, afterwards.Status);
    }

    [Fact]
    public async Task Simultaneous_deletions_succeed_only_once()
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = new ManualTimeProvider() });
        emulator.Server.Enqueue(new ScriptedBatchJob { QueuedTime = TimeSpan.FromHours(1) });
        var id = await emulator.CreateInlineJobAsync(Embed("a"));

        var deletions = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => emulator.SendAsync(HttpMethod.Delete, $"/v1/batch/jobs/{id}")));

        Assert.Single(deletions, deletion => deletion.Status is HttpStatusCode.OK);
        Assert.All(deletions, deletion => Assert.True(deletion.Status is HttpStatusCode.OK or HttpStatusCode.NotFound));
    }
}
