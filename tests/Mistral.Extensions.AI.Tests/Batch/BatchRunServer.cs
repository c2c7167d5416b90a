using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Embeddings;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>An emulator, and runs of embedding requests on it, with short delays between polls and before retries.</summary>
internal sealed class BatchRunServer : IAsyncDisposable
{
    internal const string RunId = "run";

    private readonly ServiceProvider _services;

    private BatchRunServer(MistralEmulator emulator)
    {
        Emulator = emulator;
        var services = new ServiceCollection();
        services.AddMistralClient(options =>
            {
                (options.ApiKey, options.Endpoint) = ("test-key", emulator.Endpoint);
                (options.TimeProvider, options.LoggerFactory) = (new FastTimeProvider(), Logs);
                options.Timeout = options.StreamIdleTimeout = TimeSpan.FromHours(1);
            })
            .ConfigurePrimaryHttpMessageHandler(() => new InterceptingHandler((request, send) => Intercept(request, send)));
        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<MistralClient>();
    }

    internal MistralEmulator Emulator { get; }

    internal MistralClient Client { get; }

    internal LogCapture Logs { get; } = new();

    /// <summary>Receives each request of the client: sends it, changes its response, or throws.</summary>
    internal Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> Intercept { get; set; } =
        (_, send) => send();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    internal static async Task<BatchRunServer> StartAsync(ScriptedBatchJob? job = null) =>
        new(await MistralEmulator.StartAsync(new() { DefaultBatchJob = job ?? new() }, CancellationToken));

    /// <summary>Creates requests with the IDs 0, 1, 2 and so on.</summary>
    internal static IAsyncEnumerable<(string Id, EmbeddingRequest Request)> CreateRequests(int count, int start = 0) =>
        Enumerable.Range(start, count)
            .Select(i => ($"{i}", new EmbeddingRequest { Model = "codestral-embed", Input = [$"text {i}"], OutputDimension = 2 }))
            .ToAsyncEnumerable();

    /// <summary>Starts a run of embedding requests in shards of 10.</summary>
    internal IAsyncEnumerable<BatchResult<EmbeddingResponse>> Start(
        IAsyncEnumerable<(string Id, EmbeddingRequest Request)> requests,
        Func<BatchRunOptions, BatchRunOptions>? configure = null,
        CancellationToken? cancellationToken = null)
    {
        var options = new BatchRunOptions { RunId = RunId, ShardSize = 10 };
        return Client.Batch.RunAsync(
            BatchEndpoints.Embeddings, requests, configure?.Invoke(options) ?? options, cancellationToken ?? CancellationToken);
    }

    /// <summary>Runs embedding requests in shards of 10 and returns all results.</summary>
    internal Task<List<BatchResult<EmbeddingResponse>>> RunAsync(int count, Func<BatchRunOptions, BatchRunOptions>? configure = null) =>
        Start(CreateRequests(count), configure).ToListAsync(CancellationToken).AsTask();

    /// <summary>The jobs on the server, the oldest first.</summary>
    internal Task<List<BatchJob>> GetJobsAsync() =>
        Client.Batch.Jobs.ListAsync(new() { OrderBy = "created" }, CancellationToken).ToListAsync(CancellationToken).AsTask();

    /// <summary>The input files on the server.</summary>
    internal Task<List<FileSchema>> GetInputFilesAsync() =>
        Client.Files.ListAsync(new() { Purpose = "batch", Source = ["upload"] }, CancellationToken).ToListAsync(CancellationToken).AsTask();

    /// <summary>Checks that there is one successful result for each of the IDs 0, 1, 2 and so on.</summary>
    internal static void AssertComplete(int count, IEnumerable<BatchResult<EmbeddingResponse>> results)
    {
        var all = results.ToList();
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => $"{i}").Order(StringComparer.Ordinal),
            all.Select(result => result.CustomId!).Order(StringComparer.Ordinal));
        Assert.All(all, result => Assert.Equal(2, result.GetResponse().Data[0].Embedding!.ToSingles().Length));
    }

    /// <summary>The method and the last part of the path of all requests.</summary>
    internal IEnumerable<string> GetRequestLines() =>
        Emulator.Requests.Select(request => $"{request.Method} {request.Path.Split('?')[0].Split('/')[^1]}");

    /// <summary>Whether a request creates a job.</summary>
    internal static bool CreatesJob(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath == "/v1/batch/jobs";

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Emulator.DisposeAsync();
    }
}
