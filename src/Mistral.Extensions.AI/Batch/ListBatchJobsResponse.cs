using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Batch;

/// <summary>One page of a list of batch jobs (<c>ListBatchJobsResponse</c>).</summary>
public sealed record ListBatchJobsResponse : IApiResponse, IPage<BatchJob>
{
    private readonly IReadOnlyList<BatchJob>? _data;

    /// <summary>The jobs (<c>data</c>).</summary>
    [Content]
    [JsonPropertyName("data")]
    public IReadOnlyList<BatchJob> Data
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

    // "data" may be left out if there are no jobs.
    bool IApiResponse.HasContent => _data is not null || Total is not null;
}
