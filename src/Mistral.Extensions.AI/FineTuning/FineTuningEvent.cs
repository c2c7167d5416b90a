using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>A change of the status of a fine-tuning job (<c>EventOut</c>).</summary>
public sealed record FineTuningEvent
{
    /// <summary>The name of the event (<c>name</c>).</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The data of the event (<c>data</c>).</summary>
    [JsonPropertyName("data")]
    public IReadOnlyDictionary<string, JsonElement>? Data { get; init; }

    /// <summary>The time of the event in Unix seconds (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public long? CreatedAt { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
