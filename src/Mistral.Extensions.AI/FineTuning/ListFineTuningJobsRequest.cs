using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>The filters and the page of a list of fine-tuning jobs (the query of <c>GET /v1/fine_tuning/jobs</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record ListFineTuningJobsRequest
{
    /// <summary>The page (<c>page</c>), counted from 0. <see cref="FineTuningJobsApi.ListAsync"/> starts with it.</summary>
    /// <value>Default: the first page.</value>
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>The maximum number of jobs on a page (<c>page_size</c>), 1 or more.</summary>
    /// <value>Default: 100 jobs.</value>
    [JsonPropertyName("page_size")]
    public int? PageSize { get; init; }

    /// <summary>The ID of the model that is fine-tuned (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>The earliest creation time (<c>created_after</c>).</summary>
    [JsonPropertyName("created_after")]
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>The latest creation time (<c>created_before</c>).</summary>
    [JsonPropertyName("created_before")]
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Whether to return only the jobs that the caller created (<c>created_by_me</c>).</summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("created_by_me")]
    public bool? CreatedByMe { get; init; }

    /// <summary>The status of the jobs (<c>status</c>), for example <c>RUNNING</c>; see <see cref="FineTuningJob.Status"/>.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>The project of the Weights &amp; Biases integration (<c>wandb_project</c>).</summary>
    [JsonPropertyName("wandb_project")]
    public string? WandbProject { get; init; }

    /// <summary>The run name of the Weights &amp; Biases integration (<c>wandb_name</c>).</summary>
    [JsonPropertyName("wandb_name")]
    public string? WandbName { get; init; }

    /// <summary>The suffix of the model (<c>suffix</c>).</summary>
    [JsonPropertyName("suffix")]
    public string? Suffix { get; init; }

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListFineTuningJobsRequest request) => PagedList.Validate(request.Page, request.PageSize);

    internal IEnumerable<(string Name, string? Value)> ToParameters() =>
    [
        ("page", RequestParameter.Format(Page)),
        ("page_size", RequestParameter.Format(PageSize)),
        ("model", Model),
        ("created_after", RequestParameter.Format(CreatedAfter)),
        ("created_before", RequestParameter.Format(CreatedBefore)),
        ("created_by_me", RequestParameter.Format(CreatedByMe)),
        ("status", Status),
        ("wandb_project", WandbProject),
        ("wandb_name", WandbName),
        ("suffix", Suffix),
    ];
}
