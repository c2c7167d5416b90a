using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Models;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>A request for a fine-tuning job (<c>JobIn</c>, <c>CreateFineTuningJobRequest</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record CreateFineTuningJobRequest : IModelRequest
{
    /// <summary>The ID of the model to fine-tune (<c>model</c>). Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The hyperparameters (<c>hyperparameters</c>). Required; set the number of steps or epochs.</summary>
    [JsonPropertyName("hyperparameters")]
    public TrainingParameters? Hyperparameters { get; init; }

    /// <summary>The files with training data (<c>training_files</c>). Required, unless there are <see cref="Repositories"/>.</summary>
    [JsonPropertyName("training_files")]
    public IReadOnlyList<TrainingFile>? TrainingFiles { get; init; }

    /// <summary>
    /// The IDs of the files with validation data (<c>validation_files</c>), from which the metrics of the checkpoints are calculated. They
    /// must not contain training data.
    /// </summary>
    [JsonPropertyName("validation_files")]
    public IReadOnlyList<string>? ValidationFiles { get; init; }

    /// <summary>
    /// A part of the ID of the new model (<c>suffix</c>), up to 18 characters: <c>ft:open-mistral-7b:my-suffix:...</c>.
    /// </summary>
    [JsonPropertyName("suffix")]
    public string? Suffix { get; init; }

    /// <summary>The integrations (<c>integrations</c>).</summary>
    [JsonPropertyName("integrations")]
    public IReadOnlyList<WandbIntegration>? Integrations { get; init; }

    /// <summary>
    /// Whether the training starts when the files are validated (<c>auto_start</c>). If false, start it with
    /// <see cref="FineTuningJobsApi.StartAsync"/>.
    /// </summary>
    [JsonPropertyName("auto_start")]
    public bool? AutoStart { get; init; }

    /// <summary>The fraction of invalid samples that are skipped (<c>invalid_sample_skip_percentage</c>), between 0 and 0.5.</summary>
    /// <value>Default: 0.</value>
    [JsonPropertyName("invalid_sample_skip_percentage")]
    public double? InvalidSampleSkipPercentage { get; init; }

    /// <summary>The kind of job (<c>job_type</c>): <c>completion</c> or <c>classifier</c>.</summary>
    [JsonPropertyName("job_type")]
    public string? JobType { get; init; }

    /// <summary>The repositories with training data (<c>repositories</c>). Only for completions.</summary>
    [JsonPropertyName("repositories")]
    public IReadOnlyList<GithubRepository>? Repositories { get; init; }

    /// <summary>The targets of a classifier (<c>classifier_targets</c>). Only for classifiers.</summary>
    [JsonPropertyName("classifier_targets")]
    public IReadOnlyList<ClassifierTarget>? ClassifierTargets { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) =>
        JsonSerializer.Serialize(writer, this, FineTuningJson.Default.CreateFineTuningJobRequest);
}
