using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Finds errors in a <see cref="ListBatchJobsRequest"/> before it is sent.</summary>
internal static class ListBatchJobsRequestValidator
{
    private static readonly string[] ParameterNames =
    [
        "page", "page_size", "model", "agent_id", "metadata", "created_after", "created_by_me", "status", "order_by",
    ];

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListBatchJobsRequest request) =>
        PagedList.Validate(request.Page, request.PageSize)
        ?? ValidateKeys(request.Metadata)
        ?? BatchMetadata.Validate(request.Metadata);

    private static string? ValidateKeys(IReadOnlyDictionary<string, string>? metadata) =>
        metadata?.Keys.FirstOrDefault(ParameterNames.Contains) is { } key
            ? $"\"{key}\" cannot be a key in Metadata, because it is another parameter of the query. Filter the jobs after listing them."
            : null;
}
