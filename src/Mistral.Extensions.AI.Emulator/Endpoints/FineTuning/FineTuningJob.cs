using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.FineTuning;

/// <summary>A fine-tuning job.</summary>
/// <param name="Id">The ID of the job.</param>
/// <param name="Request">The request that created the job.</param>
/// <param name="Estimate">The estimated size of the job.</param>
/// <param name="CreatedAt">The creation time.</param>
internal sealed record FineTuningJob(Guid Id, JsonElement Request, TrainingEstimate Estimate, DateTimeOffset CreatedAt)
{
    /// <summary>The changes of the status, the oldest first.</summary>
    public IReadOnlyList<(string Status, DateTimeOffset Time)> Events { get; init; } = [(FineTuningStatus.Queued, CreatedAt)];

    /// <summary>Whether the training starts without a request.</summary>
    public bool AutoStart { get; init; } = !Request.IsFalse("auto_start");

    /// <summary>The ID of the new model; null until the job has succeeded.</summary>
    public string? FineTunedModel { get; init; }

    public string Status => Events[^1].Status;

    public DateTimeOffset ModifiedAt => Events[^1].Time;

    public string Model => Request.FindString("model")!;

    public string? Suffix => Request.FindString("suffix");

    public bool IsClassifier => Request.FindString("job_type") == "classifier" || Request.FindItems("classifier_targets").Any();

    /// <summary>The IDs of the training and validation files.</summary>
    public IEnumerable<Guid> Files => TrainingFiles.Concat(ValidationFiles).Select(Guid.Parse);

    public IEnumerable<string> TrainingFiles => Request.FindItems("training_files").Select(file => file.FindString("file_id")!);

    public IEnumerable<string> ValidationFiles => Request.FindStrings("validation_files");

    /// <summary>Returns the job with another status.</summary>
    public FineTuningJob With(string status, DateTimeOffset time) => this with { Events = [.. Events, (status, time)] };
}
