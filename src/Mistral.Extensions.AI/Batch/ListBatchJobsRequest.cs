using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Batch;

/// <summary>The filters, the order and the page of a list of batch jobs (the query of <c>GET /v1/batch/jobs</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListBatchJobsRequest
{
    /// <summary>The page (<c>page</c>), counted from 0. <see cref="BatchJobsApi.ListAsync"/> starts with it.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>The maximum number of jobs on a page (<c>page_size</c>), 1 or more.</summary>
    /// <value>Default: 100 jobs.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>The model of the jobs (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The ID of the agent of the jobs (<c>agent_id</c>).</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>
    /// Metadata that the jobs have (<c>metadata</c>). Each key is sent as a parameter of the query, so the names of the other filters
    /// are not allowed as keys.
    /// </summary>
    [JsonPropertyName("metadata")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The time after which the jobs were created (<c>created_after</c>).</summary>
    [JsonPropertyName("created_after")]
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Whether to return only jobs of the user of the API key (<c>created_by_me</c>).</summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("created_by_me")]
    public bool? CreatedByMe { get; init; }

    /// <summary>The status of the jobs (<c>status</c>), one or more of the values of <see cref="BatchJob.Status"/>.</summary>
    [JsonPropertyName("status")]
    public IReadOnlyList<string>? Status { get; init; }

    /// <summary>The order (<c>order_by</c>): <c>created</c> for the oldest job first, <c>-created</c> for the newest first.</summary>
    /// <value>Default: <c>-created</c>.</value>
    [JsonPropertyName("order_by")]
    public string? OrderBy { get; init; }

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("page", RequestParameter.Format(Page)),
        ("page_size", RequestParameter.Format(PageSize)),
        ("model", Model),
        ("agent_id", AgentId),
        // The OpenAPI file declares an object parameter without a style: each of its properties is a parameter.
        .. Metadata?.Select(item => (item.Key, (string?)item.Value)) ?? [],
        ("created_after", RequestParameter.Format(CreatedAfter)),
        ("created_by_me", RequestParameter.Format(CreatedByMe)),
        .. RequestParameter.Repeat("status", Status),
        ("order_by", OrderBy),
    ];
}
