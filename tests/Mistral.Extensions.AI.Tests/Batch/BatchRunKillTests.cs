using System.Diagnostics;
using System.Globalization;
using Mistral.Extensions.AI.Batch;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Batch;

/// <summary>
/// Runs of <see cref="BatchApi.RunAsync"/> in another process, which is killed (SIGKILL) at random moments and started again. The
/// environment variable <c>MISTRAL_KILLED_RUNS</c> is the number of runs.
/// </summary>
[Collection(nameof(NonParallel))]
public sealed class BatchRunKillTests
{
    private const int ShardSize = 40;
    private const int Shards = 6;
    private const int Requests = ShardSize * Shards;

    // A run lists the jobs, and for each shard lists the files, uploads a file, creates a job and downloads a file.
    private const int MinApiRequests = 1 + (4 * Shards);

    private static readonly int RunCount =
        int.Parse(Environment.GetEnvironmentVariable("MISTRAL_KILLED_RUNS") ?? "3", CultureInfo.InvariantCulture);

    public static TheoryData<int> Runs => [.. Enumerable.Range(1, RunCount)];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Runs))]
    public async Task Killed_run_that_is_started_again_loses_no_request_and_submits_none_twice(int run)
    {
        var random = new Random(run);
        await using var emulator = await MistralEmulator.StartAsync(
            new() { DefaultBatchJob = new() { RequestsPerSecond = 4 * ShardSize } }, CancellationToken);

        var kills = random.Next(1, 4);
        for (var kill = 0; kill < kills; kill++)
        {
            var isKilled = await KillAfterAsync(random.Next(1, MinApiRequests), random.Next(4) * random.Next(8), emulator);
            Assert.True(isKilled || kill > 0, "The process ended before it was killed.");
        }

        var ids = await CompleteAsync(emulator);

        Assert.Equal(Enumerable.Range(0, Requests), ids.Select(id => int.Parse(id, CultureInfo.InvariantCulture)).Order());
        using var client = new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "test-key" });
        var jobs = await client.Batch.Jobs.ListAsync(null, CancellationToken).ToListAsync(CancellationToken);
        var inputFiles = client.Files.ListAsync(new() { SampleType = ["batch_request"] }, CancellationToken);
        Assert.Equal(
            Enumerable.Range(0, Shards).Select(shard => $"{shard}: {ShardSize} succeeded"),
            jobs.Select(job => $"{job.Metadata!["shard"]}: {job.SucceededRequests} succeeded").Order(StringComparer.Ordinal));
        Assert.Equal(
            jobs.Select(job => job.InputFiles!.Single()).Order(StringComparer.Ordinal),
            await inputFiles.Select(file => file.Id!).Order(StringComparer.Ordinal).ToListAsync(CancellationToken));
    }

    /// <summary>
    /// Starts a process and kills it after a number of requests to the API and a delay. Returns false if the process ended before.
    /// </summary>
    private static async Task<bool> KillAfterAsync(int requests, int milliseconds, MistralEmulator emulator)
    {
        emulator.ClearRequests();
        using var process = Start(emulator.Endpoint);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken);
        while (emulator.Requests.Count < requests && !process.HasExited)
            await Task.Delay(1, CancellationToken);
        await Task.Delay(milliseconds, CancellationToken);
        var isRunning = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken);
        await output;
        Assert.True(isRunning || process.ExitCode == 0, $"The process failed with the exit code {process.ExitCode}.");
        return isRunning;
    }

    /// <summary>Starts a process, waits for its end, and returns the IDs that it prints.</summary>
    private static async Task<string[]> CompleteAsync(MistralEmulator emulator)
    {
        using var process = Start(emulator.Endpoint);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken);
        await process.WaitForExitAsync(CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static Process Start(Uri endpoint)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "BatchRunProcess.dll");
        string[] arguments = [program, $"{endpoint}", "run", $"{Requests}", $"{ShardSize}"];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    }
}
