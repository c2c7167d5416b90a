using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Sends batch requests to the emulator.</summary>
internal static class BatchTestCalls
{
    /// <summary>An embedding request of a batch job.</summary>
    internal static string Embed(string customId, string input = "a") =>
        $$$"""{"custom_id":"{{{customId}}}","body":{"input":"{{{input}}}"}}""";

    /// <summary>Creates a job of embedding requests, unless <paramref name="json"/> has another endpoint or model.</summary>
    internal static Task<EmulatorResponse> PostJobAsync(this TestEmulator emulator, string json)
    {
        var request = new JsonObject { ["endpoint"] = "/v1/embeddings", ["model"] = "mistral-embed" };
        foreach (var (name, value) in JsonNode.Parse(json)!.AsObject())
            request[name] = value?.DeepClone();
        return emulator.SendAsync(HttpMethod.Post, "/v1/batch/jobs", request.ToJsonString());
    }

    /// <summary>Creates a job, checks that this succeeds, and returns the ID of the job.</summary>
    internal static async Task<string> CreateJobAsync(this TestEmulator emulator, string json)
    {
        var response = await emulator.PostJobAsync(json);
        Assert.True((int)response.Status == 200, response.Body);
        return (string)response.Json["id"]!;
    }

    /// <summary>Creates a job with these inline requests.</summary>
    internal static Task<string> CreateInlineJobAsync(this TestEmulator emulator, params string[] requests) =>
        emulator.CreateJobAsync($$"""{"requests":[{{string.Join(',', requests)}}]}""");

    /// <summary>Gets a job.</summary>
    internal static async Task<JsonNode> GetJobAsync(this TestEmulator emulator, string id, string query = "") =>
        (await emulator.SendAsync(HttpMethod.Get, $"/v1/batch/jobs/{id}{query}")).Json;

    /// <summary>Waits until a job has ended.</summary>
    internal static async Task<JsonNode> WaitForJobAsync(this TestEmulator emulator, string id)
    {
        var job = await emulator.GetJobAsync(id);
        while (job["completed_at"] is null)
            job = await emulator.GetJobAsync(id);
        return job;
    }

    /// <summary>Waits until a job has set a timer for this time.</summary>
    internal static async Task WaitForTimerAsync(this ManualTimeProvider time, TimeSpan dueTime)
    {
        while (await time.WaitForTimerAsync() != dueTime)
        {
            // The timer of the timeout of the job.
        }
    }

    /// <summary>The status and the counters of a job: "SUCCESS 3 of 4, 1 failed".</summary>
    internal static string Summarize(JsonNode job)
    {
        Assert.Equal((int)job["succeeded_requests"]! + (int)job["failed_requests"]!, (int)job["completed_requests"]!);
        return $"{job["status"]} {job["succeeded_requests"]} of {job["total_requests"]}, {job["failed_requests"]} failed";
    }
}
