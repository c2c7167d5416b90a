using System.Net;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Runs that are started again, and failures of the network: nothing is lost, and nothing is submitted twice.</summary>
public sealed class BatchRunResumeTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Completed_run_returns_its_results_again_without_new_jobs()
    {
        await using var server = await BatchRunServer.StartAsync();

        await server.RunAsync(25);
        var results = await server.RunAsync(25);

        BatchRunServer.AssertComplete(25, results);
        Assert.Equal(3, (await server.GetJobsAsync()).Count);
        Assert.Equal(3, (await server.GetInputFilesAsync()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(17)]
    public async Task Run_that_ended_early_submits_only_the_missing_shards(int results)
    {
        await using var server = await BatchRunServer.StartAsync();
        await server.Start(BatchRunServer.CreateRequests(45), options => options with { MaxActiveJobs = 1 })
            .Take(results).ToListAsync(CancellationToken);
        Assert.InRange((await server.GetJobsAsync()).Count, 1, 3);

        BatchRunServer.AssertComplete(45, await server.RunAsync(45));
        Assert.Equal(5, (await server.GetJobsAsync()).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Job_is_created_once_if_its_creation_fails_or_its_response_is_lost(bool isProcessed)
    {
        await using var server = await BatchRunServer.StartAsync();
        var failures = 0;
        server.Intercept = async (request, send) =>
        {
            if (!BatchRunServer.CreatesJob(request) || failures++ % 2 == 1)
                return await send();

            if (isProcessed)
                (await send()).Dispose();
            throw new HttpRequestException("The connection was reset.");
        };

        BatchRunServer.AssertComplete(25, await server.RunAsync(25));

        Assert.True(failures >= 3);
        Assert.Equal(3, (await server.GetJobsAsync()).Count);
    }

    [Fact]
    public async Task Retries_of_the_client_do_not_create_a_second_job()
    {
        await using var server = await BatchRunServer.StartAsync();
        var isFirst = true;
        server.Intercept = async (request, send) =>
        {
            if (!BatchRunServer.CreatesJob(request) || !isFirst)
                return await send();

            isFirst = false;
            (await send()).Dispose();
            return new(HttpStatusCode.ServiceUnavailable) { RequestMessage = request };
        };

        BatchRunServer.AssertComplete(1, await server.RunAsync(1));

        // The response to the creation is lost, and the job is found in the list.
        Assert.Equal(
            ["GET jobs", "GET files", "POST files", "POST jobs", "GET jobs"],
            server.GetRequestLines().Take(5));
    }

    [Fact]
    public async Task Rejected_creation_of_a_job_is_retried_by_the_client()
    {
        await using var server = await BatchRunServer.StartAsync();
        var isFirst = true;
        server.Intercept = (request, send) =>
        {
            if (!BatchRunServer.CreatesJob(request) || !isFirst)
                return send();

            isFirst = false;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.TooManyRequests) { RequestMessage = request });
        };

        BatchRunServer.AssertComplete(1, await server.RunAsync(1));

        Assert.Equal(
            ["GET jobs", "GET files", "POST files", "POST jobs"],
            server.GetRequestLines().Take(4));
    }

    [Fact]
    public async Task Uploaded_file_of_an_earlier_start_is_used()
    {
        await using var server = await BatchRunServer.StartAsync();
        using var stopping = new CancellationTokenSource();
        server.Intercept = (request, send) =>
        {
            if (!BatchRunServer.CreatesJob(request))
                return send();

            stopping.Cancel();
            throw new OperationCanceledException(stopping.Token);
        };
        var results = server.Start(BatchRunServer.CreateRequests(5), cancellationToken: stopping.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => results.ToListAsync(CancellationToken).AsTask());
        Assert.Empty(await server.GetJobsAsync());
        server.Intercept = (_, send) => send();

        BatchRunServer.AssertComplete(5, await server.RunAsync(5));

        Assert.Single(await server.GetInputFilesAsync());
    }

    [Fact]
    public async Task Failures_of_the_network_do_not_end_a_run()
    {
        await using var server = await BatchRunServer.StartAsync();
        var random = new Random(1);
        server.Intercept = async (request, send) => random.Next(4) switch
        {
            0 => throw new HttpRequestException("The connection was refused."),
            1 => new HttpResponseMessage(HttpStatusCode.BadGateway) { RequestMessage = request },
            _ => await send(),
        };

        BatchRunServer.AssertComplete(35, await server.RunAsync(35));

        Assert.Equal(4, (await server.GetJobsAsync()).Count);
    }

    [Fact]
    public async Task Permanent_error_ends_a_run()
    {
        await using var server = await BatchRunServer.StartAsync();
        server.Intercept = (request, send) => BatchRunServer.CreatesJob(request)
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.PaymentRequired) { RequestMessage = request })
            : send();

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.RunAsync(5));

        Assert.Equal(HttpStatusCode.PaymentRequired, exception.StatusCode);
    }

    [Fact]
    public async Task Newer_job_of_the_same_shard_is_canceled()
    {
        await using var server = await BatchRunServer.StartAsync();
        await server.RunAsync(1);
        var original = Assert.Single(await server.GetJobsAsync());
        server.Emulator.Enqueue(new ScriptedBatchJob { QueuedTime = TimeSpan.FromDays(1) });
        var duplicate = await server.Client.Batch.Jobs.CreateAsync(
            new()
            {
                Endpoint = original.Endpoint,
                Model = original.Model,
                InputFiles = original.InputFiles,
                Metadata = original.Metadata!.ToDictionary(item => item.Key, item => item.Value.GetString()!),
            },
            CancellationToken);

        BatchRunServer.AssertComplete(1, await server.RunAsync(1));

        Assert.Equal("CANCELLED", (await server.Client.Batch.Jobs.GetAsync(duplicate.Id!, cancellationToken: CancellationToken)).Status);
        Assert.Contains(
            $"Warning 42 DuplicateCanceled: Batch job {duplicate.Id} has the same requests as batch job {original.Id} and is canceled",
            server.Logs.LibraryEntries);
    }

    [Fact]
    public async Task Changed_request_throws_with_the_number_of_its_shard()
    {
        await using var server = await BatchRunServer.StartAsync();
        await server.RunAsync(25);

        var changed = BatchRunServer.CreateRequests(25).Select(item => item.Id == "12" ? (item.Id, CreateRequest("changed")) : item);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => server.Start(changed).ToListAsync(CancellationToken).AsTask());

        Assert.StartsWith(
            "The requests of run \"run\" changed: the requests of shard 1 differ from those of batch job ",
            exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await server.GetJobsAsync()).Count);
    }

    [Fact]
    public async Task Start_with_fewer_shards_throws()
    {
        await using var server = await BatchRunServer.StartAsync();
        await server.RunAsync(25);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => server.RunAsync(20));

        Assert.Contains("there are 2 shards now, but 3 were submitted", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_run_has_its_own_jobs_and_files()
    {
        await using var server = await BatchRunServer.StartAsync();
        await server.RunAsync(5);

        await server.RunAsync(5, options => options with { RunId = "other" });

        Assert.Equal(["run", "other"], (await server.GetJobsAsync()).Select(job => job.Metadata!["run"].GetString()));
        Assert.Equal(2, (await server.GetInputFilesAsync()).Count);
    }

    private static EmbeddingRequest CreateRequest(string text) => new() { Model = "codestral-embed", Input = [text], OutputDimension = 2 };
}
