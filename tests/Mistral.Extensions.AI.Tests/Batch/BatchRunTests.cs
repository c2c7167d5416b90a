using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Runs that are not interrupted: shards, results, order and progress.</summary>
public sealed class BatchRunTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, new long[] { 1 })]
    [InlineData(10, new long[] { 10 })]
    [InlineData(25, new long[] { 10, 10, 5 })]
    public async Task Each_shard_is_a_job(int count, long[] expectedRequests)
    {
        await using var server = await BatchRunServer.StartAsync();

        var results = await server.RunAsync(count, options => options with { TimeoutHours = 48 });

        BatchRunServer.AssertComplete(count, results);
        var jobs = await server.GetJobsAsync();
        Assert.Equal(expectedRequests, jobs.Select(job => job.TotalRequests!.Value));
        Assert.Equal(Enumerable.Range(0, jobs.Count).Select(i => $"run {i}"), jobs.Select(job => $"{Get(job, "run")} {Get(job, "shard")}"));
        Assert.All(jobs, job => Assert.Equal("codestral-embed", job.Model));
    }

    [Fact]
    public async Task Options_are_sent_with_each_job()
    {
        await using var server = await BatchRunServer.StartAsync();
        var requests = BatchRunServer.CreateRequests(1).Select(item => (item.Id, item.Request with { Model = null }));

        await server.Start(requests, options => options with { Model = "codestral-embed-2505", TimeoutHours = 48 })
            .ToListAsync(CancellationToken);

        var body = server.Emulator.Requests.Single(request => request is { Method: "POST", Path: "/v1/batch/jobs" }).Json!;
        Assert.Equal("codestral-embed-2505", (string?)body["model"]);
        Assert.Equal(48, (int?)body["timeout_hours"]);
        Assert.Equal("/v1/embeddings", (string?)body["endpoint"]);
    }

    [Fact]
    public async Task Shard_ends_before_its_file_exceeds_the_maximum_size()
    {
        await using var server = await BatchRunServer.StartAsync();

        var results = await server.RunAsync(10, options => options with { MaxFileSize = 350 });

        BatchRunServer.AssertComplete(10, results);
        Assert.Equal([279, 279, 279, 93], (await server.GetInputFilesAsync()).Select(file => file.Bytes!.Value).OrderDescending());
    }

    [Fact]
    public async Task Results_are_returned_as_jobs_complete()
    {
        await using var server = await BatchRunServer.StartAsync();
        using var firstShard = new SemaphoreSlim(0);
        server.Emulator.Enqueue(new ScriptedBatchJob { GetResponse = Wait });

        var ids = new List<string>();
        await foreach (var result in server.Start(BatchRunServer.CreateRequests(20)))
        {
            ids.Add(result.CustomId!);
            if (ids.Count == 10)
                firstShard.Release(10);
        }

        // The results of one job have no order.
        Assert.Equal(Enumerable.Range(10, 10).Select(i => $"{i}"), ids.Take(10).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), ids.Skip(10).Order(StringComparer.Ordinal));

        ScriptedResponse? Wait(string? id)
        {
            firstShard.Wait(CancellationToken);
            return null;
        }
    }

    [Fact]
    public async Task Ordered_results_have_the_order_of_the_requests()
    {
        await using var server = await BatchRunServer.StartAsync();
        // Failed requests are in a file of their own, so the results in the files are not in the order of the requests.
        server.Emulator.Enqueue(new ScriptedBatchJob { QueuedTime = TimeSpan.FromMilliseconds(200), GetResponse = FailEven });

        var results = await server.RunAsync(25, options => options with { EnsureOrdered = true });

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i}"), results.Select(result => result.CustomId));
        Assert.Equal(
            ["0", "2", "4", "6", "8"], results.Where(result => result.ResponseError is not null).Select(result => result.CustomId));

        static ScriptedResponse? FailEven(string? id) =>
            id!.Length == 1 && id[0] % 2 == 0 ? ScriptedResponse.Fault(400, "{}") : null;
    }

    [Fact]
    public async Task At_most_MaxActiveJobs_are_submitted_before_results_are_read()
    {
        await using var server = await BatchRunServer.StartAsync();

        await foreach (var _ in server.Start(BatchRunServer.CreateRequests(100), options => options with { MaxActiveJobs = 3 }))
        {
            Assert.Equal(3, (await server.GetJobsAsync()).Count);
            break;
        }
    }

    [Fact]
    public async Task Progress_counts_requests_and_shards()
    {
        await using var server = await BatchRunServer.StartAsync(new()
        {
            GetResponse = id => id is "3" or "14" ? ScriptedResponse.Fault(400, "{}") : null,
        });
        var progress = new ProgressList();

        await server.RunAsync(25, options => options with { Progress = progress });

        Assert.Equal(
            new()
            {
                SubmittedRequests = 25,
                SucceededRequests = 23,
                FailedRequests = 2,
                SubmittedShards = 3,
                CompletedShards = 3,
                IsSubmissionCompleted = true,
            },
            progress.Items[^1]);
        Assert.Equal(new() { SubmittedRequests = 10, RunningRequests = 10, SubmittedShards = 1 }, progress.Items[0]);
        Assert.All(progress.Items, item => Assert.Equal(
            item.SubmittedRequests, item.RunningRequests + item.SucceededRequests + item.FailedRequests));
    }

    private static string? Get(BatchJob job, string key) => job.Metadata![key].GetString();

    private sealed class ProgressList : IProgress<BatchProgress>
    {
        internal List<BatchProgress> Items { get; } = [];

        public void Report(BatchProgress value) => Items.Add(value);
    }
}
