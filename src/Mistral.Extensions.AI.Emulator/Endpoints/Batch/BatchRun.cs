using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>Runs the requests of one batch job through the endpoints of the emulator and writes the results.</summary>
/// <param name="job">The job.</param>
/// <param name="api">The endpoints.</param>
/// <param name="idGenerator">The source of the IDs of files and lines.</param>
/// <param name="folder">The folder for large files.</param>
/// <param name="timeProvider">The time of the job.</param>
internal sealed class BatchRun(
    BatchJob job, InProcessApi api, IdGenerator idGenerator, TemporaryFolder folder, TimeProvider timeProvider) : IDisposable
{
    private readonly BatchResultFile _output = new(folder);
    private readonly BatchResultFile _errors = new(folder);
    private int _count;

    /// <summary>The path of all requests. Requests for an agent have their own endpoint.</summary>
    private string Path => job is { AgentId: not null, Endpoint: "/v1/chat/completions" } ? "/v1/agents/completions" : job.Endpoint;

    /// <summary>Waits until the job leaves the queue.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await WaitUntilAsync(job.CreatedAt + job.Script.QueuedTime, cancellationToken).ConfigureAwait(false);
        job.Update(state => state with { Status = BatchJobStatus.Running, StartedAt = timeProvider.GetUtcNow() });
    }

    /// <summary>Runs all requests, and returns the status with which the job ends.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var startedAt = timeProvider.GetUtcNow();
        foreach (var input in job.Inputs)
        {
            await foreach (var request in input.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_count == job.Script.EndAfterRequests)
                    return job.Script.EndStatus;
                _count++;
                if (job.Script.RequestsPerSecond is { } rate)
                    await WaitUntilAsync(startedAt + TimeSpan.FromSeconds(_count / rate), cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                await RunAsync(request, cancellationToken).ConfigureAwait(false);
            }
        }
        return _count == job.Script.EndAfterRequests ? job.Script.EndStatus : BatchJobStatus.Success;
    }

    /// <summary>Ends the job, and returns its output file and its error file.</summary>
    public IEnumerable<StoredFile> Complete()
    {
        var now = timeProvider.GetUtcNow();
        if (_output.Complete(idGenerator.NextUuid(), $"{job.Id}_output.jsonl", "batch_result", now) is { } output)
        {
            job.Update(state => state with { OutputFile = output });
            yield return output;
        }
        if (_errors.Complete(idGenerator.NextUuid(), $"{job.Id}_errors.jsonl", "batch_error", now) is { } errors)
        {
            job.Update(state => state with { ErrorFile = errors });
            yield return errors;
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private async Task RunAsync(JsonElement request, CancellationToken cancellationToken)
    {
        var customId = request.FindString("custom_id");
        var result = await GetResultAsync(request.GetProperty("body"), customId, cancellationToken).ConfigureAwait(false);
        var line = result.ToLine($"batch-{job.Id.ToString()[..8]}-{_count}-{idGenerator.NextUuid()}", customId);
        (result.IsSuccess ? _output : _errors).Write(line);
        job.Update(state => result.IsSuccess
            ? state with { SucceededRequests = state.SucceededRequests + 1 }
            : state with { FailedRequests = state.FailedRequests + 1 });
    }

    private async Task<BatchResult> GetResultAsync(JsonElement body, string? customId, CancellationToken cancellationToken)
    {
        var scripted = job.Script.GetResponse?.Invoke(customId);
        if (scripted is { Delay.Ticks: > 0 })
            await Task.Delay(scripted.Delay, timeProvider, cancellationToken).ConfigureAwait(false);
        if (scripted is { Body: not null } or { StatusCode: >= 400 } or { CutAfterBytes: not null })
            return BatchResult.FromScript(scripted);
        if (body.IsTrue("stream"))
            return BatchResult.FromResponse(ApiError.InvalidArguments("Batch requests cannot be streamed. Remove stream.").Response);
        var response = await api.PostAsync(Path, BatchRequestBody.Create(job, body), cancellationToken).ConfigureAwait(false);
        return BatchResult.FromResponse(response);
    }

    private async Task WaitUntilAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (time - timeProvider.GetUtcNow() is { Ticks: > 0 } wait)
            await Task.Delay(wait, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
