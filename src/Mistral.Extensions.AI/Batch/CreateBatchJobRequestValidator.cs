namespace Mistral.Extensions.AI.Batch;

/// <summary>Finds errors in a <see cref="CreateBatchJobRequest"/> before it is sent.</summary>
internal static class CreateBatchJobRequestValidator
{
    private const int MaxRequests = 10_000;

    /// <summary>Returns the message of the first error, or null if the request is valid.</summary>
    internal static string? Validate(CreateBatchJobRequest request) => request switch
    {
        _ when string.IsNullOrWhiteSpace(request.Endpoint) =>
            "No endpoint was specified. Set Endpoint, for example to BatchEndpoints.Embeddings.Path.",
        { InputFiles: null, Requests: null } => "The job has no requests. Set Requests, or upload a file and set InputFiles.",
        { InputFiles: not null, Requests: not null } => "InputFiles and Requests are both set. Set only one of them.",
        { InputFiles.Count: 0 } => "InputFiles is empty. Add the ID of an uploaded file.",
        { InputFiles: { } files } when files.Any(string.IsNullOrWhiteSpace) =>
            "InputFiles has a null or empty ID. Remove it, or replace it with the ID of an uploaded file.",
        { Requests.Count: 0 } => "Requests is empty. Add at least one request.",
        { Requests.Count: > MaxRequests } =>
            FormattableString.Invariant($"Requests has {request.Requests.Count:N0} requests, but at most {MaxRequests:N0} are allowed. ")
                + "Write them to a file with BatchFile, upload it, and set InputFiles.",
        _ => ValidateTimeout(request.TimeoutHours) ?? BatchMetadata.Validate(request.Metadata)
            ?? (request.Requests is { } requests ? ValidateRequests(requests) : null),
    };

    /// <summary>Returns the error of <c>timeout_hours</c>, or null if it is valid.</summary>
    internal static string? ValidateTimeout(int? hours) =>
        hours is < 1 or > 168 ? $"TimeoutHours must be between 1 and 168, but was {hours}." : null;

    private static string? ValidateRequests(IReadOnlyList<BatchRequest> requests)
    {
        var indexes = new Dictionary<string, int>(requests.Count, StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            if (BatchRequest.Validate(requests[i], i) is { } error)
                return error;

            if (requests[i].CustomId is not { } id)
                continue;

            if (indexes.TryGetValue(id, out var first))
                return $"Requests {first} and {i} have the same CustomId \"{id}\". Each request needs its own.";

            indexes.Add(id, i);
        }

        return null;
    }
}
