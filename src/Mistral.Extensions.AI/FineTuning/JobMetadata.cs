using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>The expected duration and cost of a fine-tuning job (<c>JobMetadataOut</c>, <c>LegacyJobMetadataOut</c>).</summary>
public sealed record JobMetadata : IApiResponse
{
    /// <summary>The expected duration in seconds (<c>expected_duration_seconds</c>).</summary>
    [JsonPropertyName("expected_duration_seconds")]
    public long? ExpectedDurationSeconds { get; init; }

    /// <summary>The expected cost (<c>cost</c>), in <see cref="CostCurrency"/>.</summary>
    [JsonPropertyName("cost")]
    public double? Cost { get; init; }

    /// <summary>The currency of the cost (<c>cost_currency</c>), for example <c>EUR</c>.</summary>
    [JsonPropertyName("cost_currency")]
    public string? CostCurrency { get; init; }

    /// <summary>The number of tokens of one step (<c>train_tokens_per_step</c>).</summary>
    [JsonPropertyName("train_tokens_per_step")]
    public long? TrainTokensPerStep { get; init; }

    /// <summary>The number of tokens of all steps (<c>train_tokens</c>).</summary>
    [JsonPropertyName("train_tokens")]
    public long? TrainTokens { get; init; }

    /// <summary>The number of tokens of the training data (<c>data_tokens</c>).</summary>
    [JsonPropertyName("data_tokens")]
    public long? DataTokens { get; init; }

    /// <summary>The expected start time in Unix seconds (<c>estimated_start_time</c>).</summary>
    [JsonPropertyName("estimated_start_time")]
    public long? EstimatedStartTime { get; init; }

    /// <summary>The number of passes through the training data (<c>epochs</c>). Only for dry runs.</summary>
    [JsonPropertyName("epochs")]
    public double? Epochs { get; init; }

    /// <summary>The number of steps (<c>training_steps</c>). Only for dry runs.</summary>
    [JsonPropertyName("training_steps")]
    public int? TrainingSteps { get; init; }

    /// <summary>A message of the API (<c>details</c>). Only for dry runs.</summary>
    [JsonPropertyName("details")]
    public string? Details { get; init; }

    /// <summary>Whether Mistral has deprecated dry runs (<c>deprecated</c>). Only for dry runs.</summary>
    [JsonPropertyName("deprecated")]
    public bool? Deprecated { get; init; }

    /// <summary>The object type (<c>object</c>): <c>job.metadata</c>. Only for dry runs.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Details is not null || TrainTokens is not null || Cost is not null;
}
