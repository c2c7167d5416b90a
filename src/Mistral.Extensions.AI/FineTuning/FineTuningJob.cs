using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Models;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>
/// A fine-tuning job, for completions (<c>CompletionJobOut</c>, <c>CompletionDetailedJobOut</c>) or for a classifier
/// (<c>ClassifierJobOut</c>, <c>ClassifierDetailedJobOut</c>). Only <see cref="FineTuningJobsApi.GetAsync"/>,
/// <see cref="FineTuningJobsApi.StartAsync"/> and <see cref="FineTuningJobsApi.CancelAsync"/> return the events, checkpoints and targets.
/// </summary>
public sealed record FineTuningJob : IApiResponse
{
    /// <summary>The ID of the job (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>job</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The kind of job (<c>job_type</c>): <c>completion</c> or <c>classifier</c>.</summary>
    [JsonPropertyName("job_type")]
    public string? JobType { get; init; }

    /// <summary>The ID of the model that is fine-tuned (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>
    /// The status (<c>status</c>): <c>QUEUED</c>, <c>STARTED</c>, <c>VALIDATING</c>, <c>VALIDATED</c>, <c>RUNNING</c>,
    /// <c>FAILED_VALIDATION</c>, <c>FAILED</c>, <c>SUCCESS</c>, <c>CANCELLED</c> or <c>CANCELLATION_REQUESTED</c>.
    /// </summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>
    /// Whether the job has ended. True for every <see cref="Status"/> except <c>QUEUED</c>, <c>STARTED</c>, <c>VALIDATING</c>,
    /// <c>VALIDATED</c>, <c>RUNNING</c> and <c>CANCELLATION_REQUESTED</c>, so that waiting for a job with an unknown status ends.
    /// </summary>
    [JsonIgnore]
    public bool IsCompleted =>
        Status is not ("QUEUED" or "STARTED" or "VALIDATING" or "VALIDATED" or "RUNNING" or "CANCELLATION_REQUESTED");

    /// <summary>Whether the training starts when the files are validated (<c>auto_start</c>).</summary>
    [JsonPropertyName("auto_start")]
    public bool? AutoStart { get; init; }

    /// <summary>The creation time in Unix seconds (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public long? CreatedAt { get; init; }

    /// <summary>The time of the last change in Unix seconds (<c>modified_at</c>).</summary>
    [JsonPropertyName("modified_at")]
    public long? ModifiedAt { get; init; }

    /// <summary>The IDs of the files with training data (<c>training_files</c>).</summary>
    [JsonPropertyName("training_files")]
    public IReadOnlyList<string>? TrainingFiles { get; init; }

    /// <summary>The IDs of the files with validation data (<c>validation_files</c>).</summary>
    [JsonPropertyName("validation_files")]
    public IReadOnlyList<string>? ValidationFiles { get; init; }

    /// <summary>The ID of the new model (<c>fine_tuned_model</c>); null until the job has succeeded.</summary>
    [JsonPropertyName("fine_tuned_model")]
    public string? FineTunedModel { get; init; }

    /// <summary>The suffix of the request (<c>suffix</c>).</summary>
    [JsonPropertyName("suffix")]
    public string? Suffix { get; init; }

    /// <summary>The hyperparameters (<c>hyperparameters</c>).</summary>
    [JsonPropertyName("hyperparameters")]
    public TrainingParameters? Hyperparameters { get; init; }

    /// <summary>The integrations (<c>integrations</c>), without their API keys.</summary>
    [JsonPropertyName("integrations")]
    public IReadOnlyList<WandbIntegration>? Integrations { get; init; }

    /// <summary>The repositories with training data (<c>repositories</c>), without their access tokens.</summary>
    [JsonPropertyName("repositories")]
    public IReadOnlyList<GithubRepository>? Repositories { get; init; }

    /// <summary>The number of tokens trained (<c>trained_tokens</c>).</summary>
    [JsonPropertyName("trained_tokens")]
    public long? TrainedTokens { get; init; }

    /// <summary>The expected duration and cost (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public JobMetadata? Metadata { get; init; }

    /// <summary>The changes of the status (<c>events</c>).</summary>
    [JsonPropertyName("events")]
    public IReadOnlyList<FineTuningEvent>? Events { get; init; }

    /// <summary>The metrics at steps of the training (<c>checkpoints</c>).</summary>
    [JsonPropertyName("checkpoints")]
    public IReadOnlyList<Checkpoint>? Checkpoints { get; init; }

    /// <summary>The targets of a classifier (<c>classifier_targets</c>); null for other jobs.</summary>
    [JsonPropertyName("classifier_targets")]
    public IReadOnlyList<ClassifierTarget>? ClassifierTargets { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
