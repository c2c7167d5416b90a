using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>
/// The hyperparameters of a fine-tuning job for completions (<c>CompletionTrainingParameters</c>) or for a classifier
/// (<c>ClassifierTrainingParameters</c>). Properties that are null are not sent, so the API's defaults apply.
/// </summary>
public sealed record TrainingParameters
{
    /// <summary>
    /// The number of training steps (<c>training_steps</c>), 1 or more. A step is one update of the model weights with a batch of samples.
    /// </summary>
    [JsonPropertyName("training_steps")]
    public int? TrainingSteps { get; init; }

    /// <summary>The learning rate (<c>learning_rate</c>): how much each step changes the weights, between 0.00000001 and 1.</summary>
    /// <value>Default: 0.0001.</value>
    [JsonPropertyName("learning_rate")]
    public double? LearningRate { get; init; }

    /// <summary>The weight decay (<c>weight_decay</c>), between 0 and 1: penalizes large weights.</summary>
    /// <value>Default: 0.1.</value>
    [JsonPropertyName("weight_decay")]
    public double? WeightDecay { get; init; }

    /// <summary>
    /// The fraction of the steps in which the learning rate increases from a small value (<c>warmup_fraction</c>), between 0 and 1.
    /// </summary>
    /// <value>Default: 0.05.</value>
    [JsonPropertyName("warmup_fraction")]
    public double? WarmupFraction { get; init; }

    /// <summary>The number of passes through the training data (<c>epochs</c>), greater than 0.</summary>
    [JsonPropertyName("epochs")]
    public double? Epochs { get; init; }

    /// <summary>The maximum number of tokens of a sample (<c>seq_len</c>), 100 or more.</summary>
    [JsonPropertyName("seq_len")]
    public int? SeqLen { get; init; }

    /// <summary>
    /// The fraction of the samples that train fill-in-the-middle (<c>fim_ratio</c>), between 0 and 1. Only for completions.
    /// </summary>
    /// <value>Default: 0.9.</value>
    [JsonPropertyName("fim_ratio")]
    public double? FimRatio { get; init; }

    /// <summary>Additional properties of requests and responses.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
