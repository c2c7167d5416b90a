using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>The state of the training at a step (<c>CheckpointOut</c>).</summary>
public sealed record Checkpoint
{
    /// <summary>The metrics at this step (<c>metrics</c>).</summary>
    [JsonPropertyName("metrics")]
    public Metric? Metrics { get; init; }

    /// <summary>The number of the step (<c>step_number</c>).</summary>
    [JsonPropertyName("step_number")]
    public int? StepNumber { get; init; }

    /// <summary>The creation time in Unix seconds (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public long? CreatedAt { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>The metrics of a checkpoint (<c>MetricOut</c>). The loss should decrease, the accuracy should increase.</summary>
public sealed record Metric
{
    /// <summary>The loss of the training data (<c>train_loss</c>).</summary>
    [JsonPropertyName("train_loss")]
    public double? TrainLoss { get; init; }

    /// <summary>The loss of the validation data (<c>valid_loss</c>).</summary>
    [JsonPropertyName("valid_loss")]
    public double? ValidLoss { get; init; }

    /// <summary>The mean accuracy of the tokens of the validation data (<c>valid_mean_token_accuracy</c>).</summary>
    [JsonPropertyName("valid_mean_token_accuracy")]
    public double? ValidMeanTokenAccuracy { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
