using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;
using static Mistral.Extensions.AI.Tests.Infrastructure.BatchTestCalls;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Batch;

public sealed class BatchListTests
{
    [Theory]
    [InlineData("", "4 3 2 1 of 4")]
    [InlineData("?order_by=created", "1 2 3 4 of 4")]
    [InlineData("?order_by=-created&page=1&page_size=3", "1 of 4")]
    [InlineData("?model=codestral-embed", "3 of 1")]
    [InlineData("?agent_id=ag%3A1", "4 of 1")]
    [InlineData("?run=a", "2 1 of 2")]
    [InlineData("?run=a&shard=1", "2 of 1")]
    [InlineData("?metadata=%7B%22run%22%3A%22a%22%2C%22shard%22%3A%221%22%7D", "2 of 1")]
    [InlineData("?run=c", " of 0")]
    [InlineData("?created_by_me=true", "4 3 2 1 of 4")]
    [InlineData("?created_after=2026-05-01T12%3A00%3A01%2B00%3A00", "4 3 of 2")]
    [InlineData("?created_after=2026-05-01T14%3A00%3A02%2B02%3A00", "4 of 1")]
    [InlineData("?created_after=1777636802", "4 of 1")]
    [InlineData("?status=QUEUED", "4 3 2 1 of 4")]
    [InlineData("?status=RUNNING&status=SUCCESS", " of 0")]
    public async Task List_is_filtered_ordered_and_paged(string query, string expected)
    {
        var time = new ManualTimeProvider();
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions
        {
            TimeProvider = time,
            DefaultBatchJob = new ScriptedBatchJob { QueuedTime = TimeSpan.FromHours(1) },
        });
        string[] jobs =
        [
            """ "metadata":{"number":"1","run":"a","shard":"0"} """,
            """ "metadata":{"number":"2","run":"a","shard":"1"} """,
            """ "metadata":{"number":"3","run":"b"},"model":"codestral-embed" """,
            """ "metadata":{"number":"4"},"agent_id":"ag:1" """,
        ];
        foreach (var job in jobs)
        {
            await emulator.CreateJobAsync($$"""{"requests":[{{Embed("a")}}],{{job}}}""");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var list = (await emulator.SendAsync(HttpMethod.Get, $"/v1/batch/jobs{query}")).Json;

        Assert.Equal("list", (string?)list["object"]);
        Assert.Equal(
            expected,
            $"{string.Join(' ', list["data"]!.AsArray().Select(job => (string?)job!["metadata"]!["number"]))} of {list["total"]}");
    }

    [Theory]
    [InlineData("?status=DONE", """["query","status",0]""")]
    [InlineData("?order_by=model", """["query","order_by"]""")]
    [InlineData("?created_after=yesterday", """["query","created_after"]""")]
    [InlineData("?metadata=run", """["query","metadata"]""")]
    [InlineData("?page=a", """["query","page"]""")]
    public async Task Invalid_filter_is_rejected(string query, string location)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Get, $"/v1/batch/jobs{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(location, response.Json["detail"]![0]!["loc"]!.ToJsonString());
    }
}
