using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Batch;

/// <summary>An error of a batch job (<c>BatchError</c>).</summary>
public sealed record BatchError
{
    /// <summary>The error message (<c>message</c>).</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>The number of times that the error occurred (<c>count</c>).</summary>
    [JsonPropertyName("count")]
    public long? Count { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
