using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Batch;

/// <summary>A batch job (<c>BatchJob</c>).</summary>
public sealed record BatchJob : IApiResponse
{
    /// <summary>The ID of the job (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The object type (<c>object</c>): <c>batch</c>.</summary>
    [JsonPropertyName("object")]
    public string? Object { get; init; }

    /// <summary>The IDs of the files with the requests (<c>input_files</c>).</summary>
    [JsonPropertyName("input_files")]
    public IReadOnlyList<string>? InputFiles { get; init; }

    /// <summary>Custom keys and values that are attached to the job (<c>metadata</c>).</summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, JsonElement>? Metadata { get; init; }

    /// <summary>The endpoint of all requests (<c>endpoint</c>), for example <c>/v1/embeddings</c>.</summary>
    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }

    /// <summary>The model of all requests (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The ID of the agent (<c>agent_id</c>).</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>
    /// The ID of the file with the results (<c>output_file</c>); null if there is none. Read it with <see cref="BatchEndpoints"/>.
    /// </summary>
    [JsonPropertyName("output_file")]
    public string? OutputFile { get; init; }

    /// <summary>The ID of the file with the results of failed requests (<c>error_file</c>); null if there is none.</summary>
    [JsonPropertyName("error_file")]
    public string? ErrorFile { get; init; }

    /// <summary>The errors of the job (<c>errors</c>).</summary>
    [JsonPropertyName("errors")]
    public IReadOnlyList<BatchError>? Errors { get; init; }

    /// <summary>
    /// The results (<c>outputs</c>) if they were requested with <c>inline</c>, one JSON object for each request.
    /// <see cref="BatchEndpoint{TRequest, TResponse}.ReadResults"/> reads them.
    /// </summary>
    [JsonPropertyName("outputs")]
    public IReadOnlyList<JsonElement>? Outputs { get; init; }

    /// <summary>
    /// The status (<c>status</c>): <c>QUEUED</c>, <c>RUNNING</c>, <c>SUCCESS</c>, <c>FAILED</c>, <c>TIMEOUT_EXCEEDED</c>,
    /// <c>CANCELLATION_REQUESTED</c> or <c>CANCELLED</c>. A job with the status <c>SUCCESS</c> can have failed requests.
    /// </summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>The creation time in Unix seconds (<c>created_at</c>).</summary>
    [JsonPropertyName("created_at")]
    public long? CreatedAt { get; init; }

    /// <summary>The number of requests (<c>total_requests</c>).</summary>
    [JsonPropertyName("total_requests")]
    public long? TotalRequests { get; init; }

    /// <summary>The number of requests that were processed (<c>completed_requests</c>).</summary>
    [JsonPropertyName("completed_requests")]
    public long? CompletedRequests { get; init; }

    /// <summary>The number of requests that succeeded (<c>succeeded_requests</c>).</summary>
    [JsonPropertyName("succeeded_requests")]
    public long? SucceededRequests { get; init; }

    /// <summary>The number of requests that failed (<c>failed_requests</c>).</summary>
    [JsonPropertyName("failed_requests")]
    public long? FailedRequests { get; init; }

    /// <summary>The time at which the job started, in Unix seconds (<c>started_at</c>); null before.</summary>
    [JsonPropertyName("started_at")]
    public long? StartedAt { get; init; }

    /// <summary>The time at which the job ended, in Unix seconds (<c>completed_at</c>); null before.</summary>
    [JsonPropertyName("completed_at")]
    public long? CompletedAt { get; init; }

    /// <summary>
    /// Whether the job has ended. True for every <see cref="Status"/> except <c>QUEUED</c>, <c>RUNNING</c> and
    /// <c>CANCELLATION_REQUESTED</c>, so that waiting for a job with an unknown status ends.
    /// </summary>
    [JsonIgnore]
    public bool IsCompleted => Status is not ("QUEUED" or "RUNNING" or "CANCELLATION_REQUESTED");

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Id is not null;
}
