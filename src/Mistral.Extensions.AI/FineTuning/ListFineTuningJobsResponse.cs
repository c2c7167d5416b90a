using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>One page of a list of fine-tuning jobs (<c>JobsOut</c>, <c>ListFineTuningJobsResponse</c>).</summary>
public sealed record ListFineTuningJobsResponse : IApiResponse, IPage<FineTuningJob>
{
    private readonly IReadOnlyList<FineTuningJob>? _data;

    /// <summary>The jobs (<c>data</c>).</summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<FineTuningJob> Data
    {
        get => _data ?? [];
        init => _data = value;
    }

    /// <summary>The object type (<c>object</c>): <c>list</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The number of jobs on all pages (<c>total</c>).</summary>
    [JsonPropertyName("total")]
    public long? Total { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => _data is not null || Total is not null;
}
