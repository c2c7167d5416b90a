using System.Net;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Batch jobs (<c>/v1/batch/jobs</c>).</summary>
public sealed class BatchJobsApi
{
    private const string Path = "batch/jobs";

    private static readonly JsonResponseReader<BatchJob> Reader = new(BatchJson.Default.BatchJob);

    private readonly MistralConnection _connection;
    private readonly Uri _uri;

    internal BatchJobsApi(MistralConnection connection) => (_connection, _uri) = (connection, connection.CreateUri(Path));

    /// <summary>Creates a batch job, which is queued.</summary>
    /// <param name="request">The endpoint, the requests or their files, and the model.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It does not cancel the job.</param>
    /// <returns>The job, with its ID.</returns>
    /// <remarks>
    /// If the response to an attempt is lost, a retry creates a second job. To find it, set <see cref="CreateBatchJobRequest.Metadata"/> to
    /// a unique value, and pass it to <see cref="ListAsync"/>.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<BatchJob> CreateAsync(CreateBatchJobRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, CreateBatchJobRequestValidator.Validate);
        return _connection.PostAsync(_uri, request, Reader, cancellationToken);
    }

    /// <summary>Creates a batch job. The request is not retried if the server may have created the job.</summary>
    internal Task<BatchJob> CreateOnceAsync(CreateBatchJobRequest request, CancellationToken cancellationToken) =>
        _connection.PostOnceAsync(_uri, request, Reader, cancellationToken);

    /// <summary>Lists the batch jobs. Each page is requested when the enumeration reaches it.</summary>
    /// <param name="request">The filters, the order, the first page and the page size; null for all jobs, the newest first.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The jobs. Each enumeration sends new requests. If jobs are created or deleted during the enumeration, a job can occur twice or be
    /// left out.
    /// </returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<BatchJob> ListAsync(ListBatchJobsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListBatchJobsRequestValidator.Validate);
        return PagedList.EnumerateAsync<BatchJob, ListBatchJobsResponse>(
            request.Page,
            (page, token) => ListPageAsync(request with { Page = page }, token),
            static job => job.Id,
            cancellationToken);
    }

    /// <summary>Lists the batch jobs on one page, and the number of all jobs that match the filters.</summary>
    /// <param name="request">The filters, the order, the page and its size; null for the first page of all jobs.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page. It is empty after the last page.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ListBatchJobsResponse> ListPageAsync(ListBatchJobsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListBatchJobsRequestValidator.Validate);
        return _connection.SendAsync(
            HttpMethod.Get, RequestPath.AddQuery(Path, request.ToParameters()), BatchJson.Default.ListBatchJobsResponse, cancellationToken);
    }

    /// <summary>Gets a batch job.</summary>
    /// <param name="jobId">The ID of the job.</param>
    /// <param name="inline">
    /// Whether to return the results as <see cref="BatchJob.Outputs"/> (<c>inline</c>); null for the API's default.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The job, with its status and the numbers of completed requests.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="jobId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the job does not exist), or the connection failed.
    /// </exception>
    public Task<BatchJob> GetAsync(string jobId, bool? inline = null, CancellationToken cancellationToken = default)
    {
        var path = RequestPath.AddQuery(CreatePath(jobId), [("inline", RequestParameter.Format(inline))]);
        return _connection.SendAsync(HttpMethod.Get, path, BatchJson.Default.BatchJob, cancellationToken);
    }

    /// <summary>
    /// Requests the cancellation of a batch job. The job ends later: its status is <c>CANCELLATION_REQUESTED</c>, then <c>CANCELLED</c>.
    /// </summary>
    /// <param name="jobId">The ID of the job.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The job. If the response to the first attempt was lost and the API rejects a retry because the job is already canceled, the job is
    /// retrieved with another request and returned.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="jobId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the job does not exist or has already ended, or the connection failed.
    /// </exception>
    public Task<BatchJob> CancelAsync(string jobId, CancellationToken cancellationToken = default) =>
        _connection.SendOnceAsync(
            HttpMethod.Post,
            $"{CreatePath(jobId)}/cancel",
            BatchJson.Default.BatchJob,
            error => GetIfCanceledAsync(jobId, error, cancellationToken),
            cancellationToken);

    /// <summary>Deletes a batch job.</summary>
    /// <param name="jobId">The ID of the job.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The ID of the deleted job and the deletion status. If the response to the first attempt was lost and a retry finds no job, the job
    /// was deleted.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="jobId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the job does not exist), or the connection failed.
    /// </exception>
    public Task<DeleteBatchJobResponse> DeleteAsync(string jobId, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(
            CreatePath(jobId), BatchJson.Default.DeleteBatchJobResponse, new() { Id = jobId, Deleted = true }, cancellationToken);

    private async Task<BatchJob?> GetIfCanceledAsync(string jobId, MistralException error, CancellationToken cancellationToken)
    {
        if (error.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.Conflict or (HttpStatusCode)422))
            return null;

        try
        {
            var job = await GetAsync(jobId, cancellationToken: cancellationToken).ConfigureAwait(false);
            return job.Status is "CANCELLATION_REQUESTED" or "CANCELLED" ? job : null;
        }
        catch (MistralException)
        {
            // The error of the cancellation is thrown.
            return null;
        }
    }

    private static string CreatePath(string jobId) => $"{Path}/{RequestPath.EscapeSegment(
        jobId, "No batch job was specified. Pass the ID of a job.", nameof(jobId))}";
}
