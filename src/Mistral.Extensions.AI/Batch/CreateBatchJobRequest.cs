using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Batch;

/// <summary>A request to create a batch job (<c>CreateBatchJobRequest</c>).</summary>
/// <remarks>
/// Either <see cref="InputFiles"/> or <see cref="Requests"/> is required. Properties that are null are not sent, so the API's defaults
/// apply.
/// </remarks>
public sealed record CreateBatchJobRequest : IModelRequest
{
    /// <summary>
    /// The IDs of uploaded files with the requests (<c>input_files</c>), in JSON Lines (.jsonl) and with the purpose <c>batch</c>.
    /// <see cref="BatchFile"/> creates them.
    /// </summary>
    [JsonPropertyName("input_files")]
    public IReadOnlyList<string>? InputFiles { get; init; }

    /// <summary>The requests (<c>requests</c>), 1 to 10,000.</summary>
    [JsonPropertyName("requests")]
    public IReadOnlyList<BatchRequest>? Requests { get; init; }

    /// <summary>
    /// The endpoint of all requests (<c>endpoint</c>), for example <c>/v1/embeddings</c>. Required.
    /// <see cref="BatchEndpoints"/> has the known endpoints with their <see cref="BatchEndpoint{TRequest, TResponse}.Path"/>.
    /// </summary>
    [JsonPropertyName("endpoint")]
    public string? Endpoint { get; init; }

    /// <summary>The model of all requests (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The ID of the agent of the deprecated agents completions (<c>agent_id</c>), in place of a model.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>
    /// Custom keys and values that are attached to the job (<c>metadata</c>), by which <see cref="BatchJobsApi.ListAsync"/> finds it. Keys
    /// have 1 to 32 characters, values 1 to 512.
    /// </summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>
    /// The number of hours after which the job ends (<c>timeout_hours</c>), 1 to 168. Requests that are not processed by then have no
    /// result.
    /// </summary>
    /// <value>Default: 24 hours.</value>
    [JsonPropertyName("timeout_hours")]
    public int? TimeoutHours { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, BatchJson.Default.CreateBatchJobRequest);
}
