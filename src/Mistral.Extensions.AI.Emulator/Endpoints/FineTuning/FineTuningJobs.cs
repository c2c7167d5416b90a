using System.Globalization;
using Mistral.Extensions.AI.Emulator.Model;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>The fine-tuning jobs of one emulator. Their statuses change when they are read. Thread-safe.</summary>
/// <param name="models">The models, to which each successful job adds one.</param>
/// <param name="files">The files of the emulator.</param>
/// <param name="timeProvider">The time at which the statuses change.</param>
internal sealed class FineTuningJobs(ModelCatalog models, FileStore files, TimeProvider timeProvider)
{
    /// <summary>A job with this suffix fails.</summary>
    private const string FailingSuffix = "fail";

    private static readonly TimeSpan StatusDuration = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<Guid, FineTuningJob> _jobs = [];

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => timeProvider.GetUtcNow();

    public void Add(FineTuningJob job)
    {
        lock (_lock)
            _jobs.Add(job.Id, job);
    }

    /// <summary>Returns all jobs, the newest first.</summary>
    public IReadOnlyList<FineTuningJob> GetAll()
    {
        lock (_lock)
            return [.. _jobs.Keys.ToArray().Select(Advance).Reverse()];
    }

    /// <summary>Returns a job, or null if it does not exist.</summary>
    public FineTuningJob? Find(Guid id) => Change(id, job => job);

    /// <summary>Changes a job and returns it, or null if it does not exist.</summary>
    public FineTuningJob? Change(Guid id, Func<FineTuningJob, FineTuningJob> change)
    {
        lock (_lock)
            return _jobs.ContainsKey(id) ? _jobs[id] = change(Advance(id)) : null;
    }

    /// <summary>Deletes all jobs.</summary>
    public void Clear()
    {
        lock (_lock)
            _jobs.Clear();
    }

    /// <summary>Applies all changes of the status that are due.</summary>
    private FineTuningJob Advance(Guid id)
    {
        var job = _jobs[id];
        while (job.ModifiedAt + StatusDuration is var due && due <= Now && GetNextStatus(job) is { } next)
            job = next == FineTuningStatus.Success ? Complete(job, due) : job.With(next, due);
        return _jobs[id] = job;
    }

    private string? GetNextStatus(FineTuningJob job) => job.Status switch
    {
        FineTuningStatus.Queued => FineTuningStatus.Validating,
        FineTuningStatus.Validating => job.Files.All(file => files.Find(file) is not null)
            ? FineTuningStatus.Validated
            : FineTuningStatus.FailedValidation,
        FineTuningStatus.Validated when job.AutoStart => FineTuningStatus.Started,
        FineTuningStatus.Started => FineTuningStatus.Running,
        FineTuningStatus.Running => job.Suffix == FailingSuffix ? FineTuningStatus.Failed : FineTuningStatus.Success,
        FineTuningStatus.CancellationRequested => FineTuningStatus.Cancelled,
        _ => null,
    };

    private FineTuningJob Complete(FineTuningJob job, DateTimeOffset time)
    {
        var model = CreateModel(job, time);
        models.Add(model);
        return job.With(FineTuningStatus.Success, time) with { FineTunedModel = model.Id };
    }

    /// <summary>Creates the card of the new model. Its ID has the format of the example in the OpenAPI description.</summary>
    private ModelCard CreateModel(FineTuningJob job, DateTimeOffset time)
    {
        const string Organization = "587a6b29";
        var baseModel = models.Find(job.Model)!;
        var date = time.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var id = $"ft:{job.Model}:{job.Suffix ?? Organization}:{date}:{job.Id.ToString()[..8]}";
        string[] capabilities = job.IsClassifier
            ? ["classification"]
            : [.. baseModel.EnabledCapabilities.Intersect(["completion_chat", "completion_fim", "function_calling"])];
        return new ModelCard(id, capabilities)
        {
            Description = $"Fine-tuned {job.Model}.",
            ContextLength = baseModel.ContextLength,
            DefaultTemperature = baseModel.DefaultTemperature,
            BaseModel = job.Model,
            Job = job.Id.ToString(),
            Created = time.ToUnixTimeSeconds(),
            ClassifierTargets = job.IsClassifier ? FineTuningJobJson.CreateTargets(job.Request) : null,
        };
    }
}
