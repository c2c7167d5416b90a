using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>The batch jobs of one emulator, which run in the background. Thread-safe.</summary>
/// <param name="files">The files of the emulator.</param>
/// <param name="api">The endpoints that the jobs call.</param>
/// <param name="idGenerator">The source of IDs.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class BatchJobs(FileStore files, InProcessApi api, IdGenerator idGenerator, MistralEmulatorOptions options)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<BatchJob> _jobs = [];
    private readonly Queue<ScriptedBatchJob> _scripts = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Adds a script for the next job.</summary>
    public void Enqueue(ScriptedBatchJob script)
    {
        lock (_lock)
            _scripts.Enqueue(script);
    }

    /// <summary>Creates a job, starts it, and returns its JSON before it runs.</summary>
    public JsonObject Start(JsonElement request, IReadOnlyList<BatchInput> inputs)
    {
        lock (_lock)
        {
            var script = _scripts.TryDequeue(out var next) ? next : options.DefaultBatchJob;
            var job = new BatchJob(idGenerator.NextUuid(), request, inputs, script, options.TimeProvider.GetUtcNow());
            var json = job.ToJson();
            _jobs.Add(job);
            job.Completion = Task.Run(() => RunAsync(job), CancellationToken.None);
            return json;
        }
    }

    /// <summary>Returns a job, or null if it does not exist.</summary>
    public BatchJob? Find(Guid id)
    {
        lock (_lock)
            return _jobs.Find(job => job.Id == id);
    }

    /// <summary>Returns all jobs in the order of their creation.</summary>
    public IReadOnlyList<BatchJob> GetAll()
    {
        lock (_lock)
            return [.. _jobs];
    }

    /// <summary>Removes a job, after cancelling it if it runs. Returns false if another call has removed it.</summary>
    public async Task<bool> DeleteAsync(BatchJob job)
    {
        job.Cancel();
        await job.Completion.ConfigureAwait(false);
        lock (_lock)
            return _jobs.Remove(job);
    }

    /// <summary>Removes all jobs, after cancelling those that run, and all scripts.</summary>
    public async Task ClearAsync()
    {
        lock (_lock)
            _scripts.Clear();
        foreach (var job in GetAll())
            await DeleteAsync(job).ConfigureAwait(false);
    }

    /// <summary>Stops all jobs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        var jobs = GetAll();
        await Task.WhenAll(jobs.Select(job => job.Completion)).ConfigureAwait(false);
        foreach (var job in jobs)
            job.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(BatchJob job)
    {
        using var timeout = new CancellationTokenSource(job.Timeout, options.TimeProvider);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, job.CancellationToken, _stopping.Token);
        using var run = new BatchRun(job, api, idGenerator, files.Folder, options.TimeProvider);
        try
        {
            await run.StartAsync(cancellation.Token).ConfigureAwait(false);
            var errors = await FindErrorsAsync(job, cancellation.Token).ConfigureAwait(false);
            var status = errors.Count > 0 ? BatchJobStatus.Failed : await run.RunAsync(cancellation.Token).ConfigureAwait(false);
            End(job, run, status, errors);
        }
        catch (OperationCanceledException)
        {
            End(job, run, job.CancellationToken.IsCancellationRequested ? BatchJobStatus.Cancelled : BatchJobStatus.TimeoutExceeded, []);
        }
        catch (Exception error)
        {
            End(job, run, BatchJobStatus.Failed, [error is FileNotFoundException ? "An input file was deleted." : error.Message]);
        }
        finally
        {
            foreach (var input in job.Inputs.Where(input => input.IsInline))
                input.Content.Dispose();
        }
    }

    private static async Task<IReadOnlyList<string>> FindErrorsAsync(BatchJob job, CancellationToken cancellationToken)
    {
        foreach (var input in job.Inputs)
        {
            if (await input.FindErrorsAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } errors)
                return errors;
        }
        return [];
    }

    private void End(BatchJob job, BatchRun run, string status, IReadOnlyList<string> errors)
    {
        foreach (var file in run.Complete())
            files.Add(file);
        job.Update(state => state with { Status = status, CompletedAt = options.TimeProvider.GetUtcNow(), Errors = errors });
    }
}
