using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>Batch jobs on the emulator: from the requests to the results.</summary>
public sealed class BatchEmulatorTests
{
    private static readonly BatchEndpoint<EmbeddingRequest, EmbeddingResponse> Endpoint = BatchEndpoints.Embeddings;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_of_an_uploaded_file_has_a_result()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        using var client = CreateClient(emulator);
        var requests = Enumerable.Range(0, 200).Select(i => Endpoint.CreateRequest($"{i}", new() { Input = [$"text {i}"] }));

        var file = await client.Files.UploadAsync(
            new() { File = BatchFile.Create(requests.ToAsyncEnumerable()), Purpose = "batch" }, cancellationToken: CancellationToken);
        var job = await CompleteAsync(client, new() { Endpoint = Endpoint.Path, Model = "mistral-embed", InputFiles = [file.Id!] });
        await using var output = await client.Files.DownloadAsync(job.OutputFile!, CancellationToken);
        var results = await Endpoint.ReadResultsAsync(output, CancellationToken).ToListAsync(CancellationToken);

        Assert.Equal(("SUCCESS", 200, 200), (job.Status, job.TotalRequests, job.SucceededRequests));
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => $"{i}").ToHashSet(), results.Select(result => result.CustomId!).ToHashSet());
        Assert.All(results, result => Assert.Single(result.GetResponse().Data));
    }

    [Fact]
    public async Task Failed_request_of_an_inline_job_is_a_response_error()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        using var client = CreateClient(emulator);

        var job = await CompleteAsync(client, new()
        {
            Endpoint = Endpoint.Path,
            Model = "mistral-embed",
            Requests =
            [
                Endpoint.CreateRequest("good", new() { Input = ["text"] }),
                Endpoint.CreateRequest("bad", new() { Input = ["text"], OutputDtype = "int3" }),
            ],
        });
        var results = Endpoint.ReadResults(await client.Batch.Jobs.GetAsync(job.Id!, inline: true, CancellationToken));

        Assert.NotNull(results.Single(result => result.CustomId == "good").Response);
        var failed = results.Single(result => result.CustomId == "bad");
        Assert.True(failed is { Response: null, RequestError: null, StatusCode: 422 });
        Assert.StartsWith("Batch request \"bad\": ", failed.ResponseError?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_are_listed_by_metadata_and_deleted()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        using var client = CreateClient(emulator);
        foreach (var run in new[] { "a", "b", "a" })
        {
            await CompleteAsync(client, new()
            {
                Endpoint = Endpoint.Path,
                Model = "mistral-embed",
                Requests = [Endpoint.CreateRequest("1", new() { Input = ["text"] })],
                Metadata = new Dictionary<string, string> { ["run"] = run },
            });
        }

        var filter = new ListBatchJobsRequest
        {
            PageSize = 1,
            Metadata = new Dictionary<string, string> { ["run"] = "a" },
            Status = ["SUCCESS"],
            CreatedAfter = DateTimeOffset.UnixEpoch,
            OrderBy = "created",
        };
        var jobs = await client.Batch.Jobs.ListAsync(filter, CancellationToken).ToListAsync(CancellationToken);
        foreach (var job in jobs)
            Assert.True((await client.Batch.Jobs.DeleteAsync(job.Id!, CancellationToken)).Deleted);

        Assert.Equal(2, jobs.Count);
        Assert.All(jobs, job => Assert.Equal("a", job.Metadata!["run"].GetString()));
        Assert.Single(await client.Batch.Jobs.ListAsync(null, CancellationToken).ToListAsync(CancellationToken));
    }

    private static MistralClient CreateClient(MistralEmulator emulator) =>
        new(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key" });

    private static async Task<BatchJob> CompleteAsync(MistralClient client, CreateBatchJobRequest request)
    {
        var job = await client.Batch.Jobs.CreateAsync(request, CancellationToken);
        while (!job.IsCompleted)
            job = await client.Batch.Jobs.GetAsync(job.Id!, cancellationToken: CancellationToken);
        return job;
    }
}
