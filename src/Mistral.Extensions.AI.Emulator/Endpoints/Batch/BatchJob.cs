using System.Text.Json;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Batch;

/// <summary>A batch job. Thread-safe.</summary>
/// <param name="id">The ID of the job.</param>
/// <param name="request">The request that created the job.</param>
/// <param name="inputs">The requests of the job.</param>
/// <param name="script">How the job runs.</param>
/// <param name="createdAt">The time of creation.</param>
internal sealed class BatchJob(
    Guid id, JsonElement request, IReadOnlyList<BatchInput> inputs, ScriptedBatchJob script, DateTimeOffset createdAt) : IDisposable
{
    private const int DefaultTimeoutHours = 24;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly string[] _inputFiles = [.. request.FindStrings("input_files")];
    private BatchJobState _state = new(BatchJobStatus.Queued);

    public Guid Id => id;

    public string Endpoint { get; } = request.FindString("endpoint")!;

    public string? Model { get; } = request.FindString("model");

    public string? AgentId { get; } = request.FindString("agent_id");

    public JsonObject? Metadata { get; } = request.Find("metadata")?.ToNode() as JsonObject;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>The time from the creation to the end of a job that is not completed.</summary>
    public TimeSpan Timeout { get; } = TimeSpan.FromHours(request.FindNumber("timeout_hours") ?? DefaultTimeoutHours);

    public IReadOnlyList<BatchInput> Inputs => inputs;

    public ScriptedBatchJob Script => script;

    /// <summary>Cancelled when the cancellation of the job is requested.</summary>
    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>Completes when the job has ended.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public BatchJobState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    /// <summary>Changes the state.</summary>
    public void Update(Func<BatchJobState, BatchJobState> change)
    {
        lock (_lock)
            _state = change(_state);
    }

    /// <summary>Requests the cancellation, and returns the JSON of the job before it ends. A job that has ended does not change.</summary>
    public JsonObject Cancel()
    {
        Update(state => state.CompletedAt is null ? state with { Status = BatchJobStatus.CancellationRequested } : state);
        var json = ToJson();
        _cancellation.Cancel();
        return json;
    }

    public void Dispose() => _cancellation.Dispose();

    /// <summary>Creates the JSON of the job: <c>BatchJob</c> in the OpenAPI description.</summary>
    public JsonObject ToJson()
    {
        var state = State;
        return new JsonObject
        {
            ["id"] = id.ToString(),
            ["object"] = "batch",
            ["input_files"] = new JsonArray([.. _inputFiles.Select(file => JsonValue.Create(file))]),
            ["metadata"] = Metadata?.DeepClone(),
            ["endpoint"] = Endpoint,
            ["model"] = Model,
            ["agent_id"] = AgentId,
            ["output_file"] = state.OutputFile?.Id.ToString(),
            ["error_file"] = state.ErrorFile?.Id.ToString(),
            ["errors"] = new JsonArray([.. state.Errors.Select(error => new JsonObject { ["message"] = error, ["count"] = 1 })]),
            ["outputs"] = null,
            ["status"] = state.Status,
            ["created_at"] = createdAt.ToUnixTimeSeconds(),
            ["total_requests"] = inputs.Sum(input => input.RequestCount),
            ["completed_requests"] = state.SucceededRequests + state.FailedRequests,
            ["succeeded_requests"] = state.SucceededRequests,
            ["failed_requests"] = state.FailedRequests,
            ["started_at"] = state.StartedAt?.ToUnixTimeSeconds(),
            ["completed_at"] = state.CompletedAt?.ToUnixTimeSeconds(),
        };
    }
}
