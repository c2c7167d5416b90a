using System.Net;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Failed requests, failed jobs, cancellation and invalid input of runs.</summary>
public sealed class BatchRunFailureTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Endpoint_error_is_a_ResponseError_and_job_error_is_a_RequestError(bool ensureOrdered)
    {
        await using var server = await BatchRunServer.StartAsync(new()
        {
            GetResponse = id => id switch
            {
                "1" => ScriptedResponse.Fault(422, """{"message":"Bad input"}"""),
                "2" => new() { CutAfterBytes = 0 },
                _ => null,
            },
        });

        var results = await server.RunAsync(3, options => options with { EnsureOrdered = ensureOrdered });

        var byId = results.ToDictionary(result => result.CustomId!);
        Assert.NotNull(byId["0"].Response);
        Assert.True(byId["1"] is { Response: null, RequestError: null, StatusCode: 422 });
        Assert.Contains("Bad input", byId["1"].ResponseError!.Message, StringComparison.Ordinal);
        Assert.True(byId["2"] is { Response: null, ResponseError: null, RequestError: not null });
    }

    [Theory]
    [InlineData("FAILED", false)]
    [InlineData("TIMEOUT_EXCEEDED", true)]
    [InlineData("CANCELLED", false)]
    [InlineData("PAUSED_FOREVER", true)]
    [InlineData("SUCCESS", false)]
    public async Task Request_without_a_result_has_a_RequestError(string status, bool ensureOrdered)
    {
        await using var server = await BatchRunServer.StartAsync(new() { EndAfterRequests = 3, EndStatus = status });

        var results = await server.RunAsync(5, options => options with { EnsureOrdered = ensureOrdered });

        Assert.Equal(
            ["0", "1", "2"],
            results.Where(result => result.Response is not null).Select(result => result.CustomId).Order(StringComparer.Ordinal));
        var failed = results.Where(result => result.Response is null).ToList();
        Assert.Equal(["3", "4"], failed.Select(result => result.CustomId));
        var job = Assert.Single(await server.GetJobsAsync());
        Assert.StartsWith(
            $"Batch request \"3\": The batch job {job.Id} ended with the status {status} and has no result for the request.",
            failed[0].RequestError!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_result_of_a_successful_job_throws_with_EnsureOrdered()
    {
        await using var server = await BatchRunServer.StartAsync(new() { EndAfterRequests = 3, EndStatus = "SUCCESS" });

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => server.RunAsync(5, options => options with { EnsureOrdered = true }));

        Assert.StartsWith("Batch request \"3\": ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "QUEUED")]
    [InlineData(true, "CANCELLED")]
    public async Task Canceled_run_cancels_its_jobs_only_with_CancelJobsOnCancellation(bool cancelJobs, string expectedStatus)
    {
        await using var server = await BatchRunServer.StartAsync(new() { QueuedTime = TimeSpan.FromDays(1) });
        using var stopping = new CancellationTokenSource();
        var results = server.Start(
            BatchRunServer.CreateRequests(25),
            options => options with { CancelJobsOnCancellation = cancelJobs, Progress = new CancelAfterSubmission(stopping) },
            stopping.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => results.ToListAsync(CancellationToken).AsTask());

        Assert.Equal(
            [expectedStatus, expectedStatus, expectedStatus], (await server.GetJobsAsync()).Select(job => job.Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_ends_the_results_of_a_shard(bool ensureOrdered)
    {
        await using var server = await BatchRunServer.StartAsync();
        using var stopping = new CancellationTokenSource();
        var results = server.Start(
            BatchRunServer.CreateRequests(10), options => options with { EnsureOrdered = ensureOrdered }, stopping.Token);

        var count = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in results)
            {
                if (++count == 3)
                    await stopping.CancelAsync();
            }
        });

        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Failed_cancellation_of_jobs_is_logged_and_not_thrown()
    {
        await using var server = await BatchRunServer.StartAsync(new() { QueuedTime = TimeSpan.FromDays(1) });
        using var stopping = new CancellationTokenSource();
        server.Intercept = (request, send) => stopping.IsCancellationRequested
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { RequestMessage = request })
            : send();
        var results = server.Start(
            BatchRunServer.CreateRequests(25),
            options => options with { CancelJobsOnCancellation = true, Progress = new CancelAfterSubmission(stopping) },
            stopping.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => results.ToListAsync(CancellationToken).AsTask());

        Assert.Contains(
            "Warning 46 RunCancellationFailed: The jobs of run run could not be canceled", server.Logs.LibraryEntries);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(503)]
    public async Task Error_response_without_a_body_is_an_error_of_the_endpoint(int status)
    {
        await using var server = await BatchRunServer.StartAsync(new() { GetResponse = _ => ScriptedResponse.Fault(status) });

        var result = Assert.Single(await server.RunAsync(1));

        Assert.Null(result.RequestError);
        Assert.Equal(status, (int?)result.ResponseError?.StatusCode);
        Assert.Equal($"Batch request \"0\": The endpoint returned an error without a message. (HTTP {status})", result.Error?.Message);
    }

    [Fact]
    public async Task Second_result_of_a_request_is_logged_and_ignored()
    {
        await using var server = await BatchRunServer.StartAsync();
        server.Intercept = async (request, send) =>
        {
            var response = await send();
            if (request.RequestUri!.AbsolutePath.EndsWith("/content", StringComparison.Ordinal))
            {
                var text = await response.Content.ReadAsStringAsync(CancellationToken);
                response.Content = new StringContent($"{text}\n{text}\n" + """{"custom_id":"unknown","error":"odd"}""");
            }

            return response;
        };

        var results = await server.RunAsync(2);

        Assert.Equal(["0", "1", "unknown"], results.Select(result => result.CustomId).Order(StringComparer.Ordinal));
        var job = Assert.Single(await server.GetJobsAsync());
        Assert.Contains(
            $"Warning 44 DuplicateResult: Batch job {job.Id} has two results for request 0. The second one is ignored.",
            server.Logs.LibraryEntries);
    }

    [Fact]
    public async Task Duplicate_ID_in_another_shard_throws_with_the_ID()
    {
        await using var server = await BatchRunServer.StartAsync();
        var requests = BatchRunServer.CreateRequests(25).Concat(BatchRunServer.CreateRequests(1, start: 7));

        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => server.Start(requests).ToListAsync(CancellationToken).AsTask());

        Assert.Equal("Two requests have the ID \"7\". Each request of a run needs its own.", exception.Message);
    }

    [Fact]
    public async Task Empty_sequence_throws()
    {
        await using var server = await BatchRunServer.StartAsync();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => server.RunAsync(0));

        Assert.Equal("The sequence of requests is empty. A batch job needs at least one request.", exception.Message);
        Assert.Empty(await server.GetJobsAsync());
    }

    [Theory]
    [InlineData("a", null, "b", "has the model \"b\", but all requests of a run have the model \"a\".")]
    [InlineData(null, null, null, "has no model. Set BatchRunOptions.Model, or the model of each request.")]
    [InlineData(null, "ag:1", "b", "has the model \"b\", but all requests of a run have the agent of BatchRunOptions.")]
    public async Task Request_with_another_model_or_none_throws_with_its_ID(
        string? model, string? agentId, string? requestModel, string expected)
    {
        await using var server = await BatchRunServer.StartAsync();
        var requests = new[] { ("id-1", new EmbeddingRequest { Model = requestModel, Input = ["a"] }) }.ToAsyncEnumerable();

        var results = server.Start(requests, options => options with { Model = model, AgentId = agentId });
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => results.ToListAsync(CancellationToken).AsTask());

        Assert.StartsWith($"The request \"id-1\" {expected}", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await server.GetInputFilesAsync());
    }

    [Fact]
    public async Task Invalid_request_throws_ArgumentException()
    {
        await using var server = await BatchRunServer.StartAsync();

        await AssertErrorAsync("The request \"x\" is invalid. ", "x", new() { Model = "m", Input = [] });
        await AssertErrorAsync("The request \"x\" is null.", "x", null);
        await AssertErrorAsync("Request 0 of the run has no ID. ", " ", new() { Model = "m", Input = ["a"] });

        async Task AssertErrorAsync(string expected, string id, EmbeddingRequest? request)
        {
            var results = server.Start(new[] { (id, request!) }.ToAsyncEnumerable());
            var exception = await Assert.ThrowsAnyAsync<ArgumentException>(() => results.ToListAsync(CancellationToken).AsTask());
            Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Request_larger_than_the_maximum_file_size_throws_with_its_ID()
    {
        await using var server = await BatchRunServer.StartAsync();

        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => server.RunAsync(3, options => options with { MaxFileSize = 20 }));

        Assert.StartsWith("The request \"0\" is larger than 20 bytes", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<BatchRunOptions, string> InvalidOptions => new()
    {
        { new() { RunId = " " }, "No run was specified." },
        { new() { RunId = new('x', 513) }, "RunId must have at most 512 characters, but has 513." },
        { new() { RunId = "a", Model = "" }, "Model is empty." },
        { new() { RunId = "a", AgentId = "" }, "AgentId is empty." },
        { new() { RunId = "a", Model = "m", AgentId = "a" }, "Model and AgentId are both set." },
        { new() { RunId = "a", ShardSize = 0 }, "ShardSize must be between 1 and 1,000,000, but was 0." },
        { new() { RunId = "a", ShardSize = 1_000_001 }, "ShardSize must be between 1 and 1,000,000, but was 1,000,001." },
        { new() { RunId = "a", MaxActiveJobs = 0 }, "MaxActiveJobs must be 1 or greater, but was 0." },
        { new() { RunId = "a", TimeoutHours = 169 }, "TimeoutHours must be between 1 and 168, but was 169." },
    };

    [Theory]
    [MemberData(nameof(InvalidOptions))]
    public void Invalid_options_are_rejected(BatchRunOptions options, string expected)
    {
        using var client = new MistralClient("key");

        var exception = Assert.Throws<ArgumentException>(
            () => client.Batch.RunAsync(BatchEndpoints.Embeddings, BatchRunServer.CreateRequests(1), options, CancellationToken));

        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    private sealed class CancelAfterSubmission(CancellationTokenSource source) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value)
        {
            if (value.SubmittedShards == 3)
                source.Cancel();
        }
    }
}
