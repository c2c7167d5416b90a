using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.BatchTestCalls;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Batch;

public sealed class ScriptedBatchJobTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Job_waits_in_the_queue_and_runs_at_the_scripted_speed()
    {
        await using var emulator = await StartAsync(new() { QueuedTime = TimeSpan.FromMinutes(5), RequestsPerSecond = 0.5 });
        var id = await emulator.CreateInlineJobAsync(Embed("a"), Embed("b"));

        await _time.WaitForTimerAsync(TimeSpan.FromMinutes(5));
        var queued = await emulator.GetJobAsync(id);
        _time.Advance(TimeSpan.FromMinutes(5));
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        var running = await emulator.GetJobAsync(id);
        _time.Advance(TimeSpan.FromSeconds(2));
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        var half = await emulator.GetJobAsync(id);
        _time.Advance(TimeSpan.FromSeconds(2));
        var completed = await emulator.WaitForJobAsync(id);

        Assert.Equal(
            ["QUEUED 0 of 2, 0 failed", "RUNNING 0 of 2, 0 failed", "RUNNING 1 of 2, 0 failed", "SUCCESS 2 of 2, 0 failed"],
            new[] { queued, running, half, completed }.Select(Summarize));
        Assert.Equal((300, 304), (GetSeconds("started_at"), GetSeconds("completed_at")));

        int GetSeconds(string name) => (int)completed[name]! - (int)completed["created_at"]!;
    }

    [Fact]
    public async Task Cancelled_job_keeps_the_results_of_completed_requests()
    {
        await using var emulator = await StartAsync(new() { RequestsPerSecond = 1 });
        var id = await emulator.CreateInlineJobAsync(Embed("a"), Embed("b"));
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(1));

        var requested = (await emulator.SendAsync(HttpMethod.Post, $"/v1/batch/jobs/{id}/cancel")).Json;
        var cancelled = await emulator.WaitForJobAsync(id);
        var again = (await emulator.SendAsync(HttpMethod.Post, $"/v1/batch/jobs/{id}/cancel")).Json;

        Assert.Equal("CANCELLATION_REQUESTED 1 of 2, 0 failed", Summarize(requested));
        Assert.Equal("CANCELLED 1 of 2, 0 failed", Summarize(cancelled));
        Assert.Equal("a", (string?)(await emulator.DownloadLinesAsync(cancelled["output_file"])).Single()["custom_id"]);
        JsonAssert.Equal(cancelled.ToJsonString(), again);
    }

    [Theory]
    [InlineData("", 24)]
    [InlineData(""" "timeout_hours":2, """, 2)]
    public async Task Job_ends_after_its_timeout(string options, int hours)
    {
        await using var emulator = await StartAsync(new() { QueuedTime = TimeSpan.FromDays(10) });
        var id = await emulator.CreateJobAsync($$"""{{{options}}"requests":[{{Embed("a")}}]}""");
        await _time.WaitForTimerAsync(TimeSpan.FromDays(10));

        _time.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromSeconds(1));
        var before = await emulator.GetJobAsync(id);
        _time.Advance(TimeSpan.FromSeconds(1));
        var after = await emulator.WaitForJobAsync(id);

        Assert.Equal(["QUEUED 0 of 1, 0 failed", "TIMEOUT_EXCEEDED 0 of 1, 0 failed"], new[] { before, after }.Select(Summarize));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Job_ends_early_with_the_scripted_status()
    {
        await using var emulator = await StartAsync(new() { EndAfterRequests = 1 });
        emulator.Server.Enqueue(new ScriptedBatchJob { EndAfterRequests = 2, EndStatus = "PAUSED" });
        var first = await emulator.CreateInlineJobAsync(Embed("a"), Embed("b"));
        var second = await emulator.CreateInlineJobAsync(Embed("a"), Embed("b"));

        Assert.Equal("PAUSED 2 of 2, 0 failed", Summarize(await emulator.WaitForJobAsync(first)));
        Assert.Equal("TIMEOUT_EXCEEDED 1 of 2, 0 failed", Summarize(await emulator.WaitForJobAsync(second)));
    }

    [Fact]
    public async Task Single_requests_get_scripted_responses()
    {
        await using var emulator = await StartAsync(new()
        {
            GetResponse = id => id switch
            {
                "error" => ScriptedResponse.Fault(503, "busy"),
                "cut" => new ScriptedResponse { CutAfterBytes = 0 },
                "json" => ScriptedResponse.Json("{\n\"id\":\"1\"\n}"),
                _ => null,
            },
        });

        var job = await emulator.WaitForJobAsync(
            await emulator.CreateInlineJobAsync(Embed("error"), Embed("cut"), Embed("json"), Embed("generated")));
        var outputs = await emulator.DownloadLinesAsync(job["output_file"]);
        var errors = await emulator.DownloadLinesAsync(job["error_file"]);

        Assert.Equal("SUCCESS 2 of 4, 2 failed", Summarize(job));
        Assert.Equal("""{"status_code":200,"body":{"id":"1"}}""", GetLine(outputs, "json")["response"]!.ToJsonString());
        Assert.Equal("list", (string?)GetLine(outputs, "generated")["response"]!["body"]!["object"]);
        Assert.Equal("""{"status_code":503,"body":"busy"}""", GetLine(errors, "error")["response"]!.ToJsonString());
        Assert.Null(GetLine(errors, "cut")["response"]);
        Assert.Equal("The connection was closed before the response was complete.", (string?)GetLine(errors, "cut")["error"]!["message"]);
    }

    private static JsonNode GetLine(JsonNode[] lines, string customId) =>
        lines.Single(line => (string?)line["custom_id"] == customId);

    private Task<TestEmulator> StartAsync(ScriptedBatchJob job) =>
        TestEmulator.StartAsync(new MistralEmulatorOptions { TimeProvider = _time, DefaultBatchJob = job });
}
