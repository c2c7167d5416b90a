using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>An uploaded file with training data (<c>TrainingFile</c>).</summary>
public sealed record TrainingFile
{
    /// <summary>The ID of the file (<c>file_id</c>), which was uploaded with the purpose <c>fine-tune</c>. Required.</summary>
    [JsonPropertyName("file_id")]
    public string? FileId { get; init; }

    /// <summary>The weight of the file in the training (<c>weight</c>), greater than 0.</summary>
    /// <value>Default: 1.</value>
    [JsonPropertyName("weight")]
    public double? Weight { get; init; }

    /// <summary>Additional properties of the request.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
