namespace Mistral.Extensions.AI.Batch;

/// <summary>Finds errors in a <see cref="ListBatchJobsRequest"/> before it is sent.</summary>
internal static class ListBatchJobsRequestValidator
{
    private static readonly string[] ParameterNames =
    [
        "page", "page_size", "model", "agent_id", "metadata", "created_after", "created_by_me", "status", "order_by",
    ];

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(ListBatchJobsRequest request) => request switch
    {
        { Page: < 0 } => $"Page must be 0 or greater, but was {request.Page}.",
        { PageSize: < 1 } => $"PageSize must be 1 or greater, but was {request.PageSize}.",
        { Metadata.Keys: { } names } when names.FirstOrDefault(ParameterNames.Contains) is { } name =>
            $"\"{name}\" cannot be a name in Metadata, because it is another parameter of the query. Filter the jobs after listing them.",
        _ => BatchMetadata.Validate(request.Metadata),
    };
}
