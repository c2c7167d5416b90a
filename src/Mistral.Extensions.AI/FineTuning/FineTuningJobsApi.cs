using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.FineTuning;

/// <summary>Fine-tuning jobs (<c>/v1/fine_tuning/jobs</c>).</summary>
public sealed class FineTuningJobsApi
{
    private const string Path = "fine_tuning/jobs";

    private static readonly JsonResponseReader<FineTuningJob> JobReader = new(FineTuningJson.Default.FineTuningJob);
    private static readonly JsonResponseReader<JobMetadata> MetadataReader = new(FineTuningJson.Default.JobMetadata);

    private readonly MistralConnection _connection;

    internal FineTuningJobsApi(MistralConnection connection) => _connection = connection;

    /// <summary>Creates a fine-tuning job.</summary>
    /// <param name="request">The model, the training data and the hyperparameters.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The job. <see cref="GetAsync"/> returns its progress.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    /// <remarks>
    /// If the response to the first attempt was lost, a retry creates a second job. To pay only for one, set
    /// <see cref="CreateFineTuningJobRequest.AutoStart"/> to false, and start the returned job with <see cref="StartAsync"/>.
    /// </remarks>
    public Task<FineTuningJob> CreateAsync(CreateFineTuningJobRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, CreateFineTuningJobRequestValidator.Validate);
        return _connection.PostAsync(_connection.CreateUri(Path), request, JobReader, cancellationToken);
    }

    /// <summary>Estimates the duration and the cost of a fine-tuning job without creating it (<c>dry_run=true</c>).</summary>
    /// <param name="request">The model, the training data and the hyperparameters.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The expected duration and cost.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<JobMetadata> DryRunAsync(CreateFineTuningJobRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, CreateFineTuningJobRequestValidator.Validate);
        return _connection.PostAsync(_connection.CreateUri($"{Path}?dry_run=true"), request, MetadataReader, cancellationToken);
    }

    /// <summary>Lists the fine-tuning jobs. Each page is requested when the enumeration reaches it.</summary>
    /// <param name="request">The filters, the first page and the page size; null for all jobs.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The jobs, without their events and checkpoints. Each enumeration sends new requests.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<FineTuningJob> ListAsync(
        ListFineTuningJobsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListFineTuningJobsRequest.Validate);
        return PagedList.EnumerateAsync<FineTuningJob, ListFineTuningJobsResponse>(
            request.Page,
            (page, token) => ListPageAsync(request with { Page = page }, token),
            static job => job.Id,
            cancellationToken);
    }

    /// <summary>Lists the fine-tuning jobs on one page, and the number of all jobs that match the filters.</summary>
    /// <param name="request">The filters, the page and its size; null for the first page of all jobs.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page. It is empty after the last page.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ListFineTuningJobsResponse> ListPageAsync(
        ListFineTuningJobsRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListFineTuningJobsRequest.Validate);
        return _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery(Path, request.ToParameters()),
            FineTuningJson.Default.ListFineTuningJobsResponse,
            cancellationToken);
    }

    /// <summary>Gets a fine-tuning job with its events and checkpoints.</summary>
    /// <param name="jobId">The ID of the job.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="jobId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the job does not exist), or the connection failed.
    /// </exception>
    public Task<FineTuningJob> GetAsync(string jobId, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, CreatePath(jobId), cancellationToken);

    /// <summary>Requests the cancellation of a fine-tuning job.</summary>
    /// <param name="jobId">The ID of the job.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. It does not cancel the job.</param>
    /// <returns>The job, with the status <c>CANCELLED</c> or <c>CANCELLATION_REQUESTED</c>.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="jobId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the job has ended, or the connection failed.
    /// </exception>
    public Task<FineTuningJob> CancelAsync(string jobId, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, $"{CreatePath(jobId)}/cancel", cancellationToken);

    /// <summary>Starts the training of a fine-tuning job with the status <c>VALIDATED</c>.</summary>
    /// <param name="jobId">The ID of the job.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="jobId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, for example because the job is not validated, or the connection failed.
    /// </exception>
    public Task<FineTuningJob> StartAsync(string jobId, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, $"{CreatePath(jobId)}/start", cancellationToken);

    private Task<FineTuningJob> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        _connection.SendAsync(method, path, FineTuningJson.Default.FineTuningJob, cancellationToken);

    private static string CreatePath(string jobId) =>
        $"{Path}/{RequestPath.EscapeSegment(jobId, "No job was specified. Pass the ID of a fine-tuning job.", nameof(jobId))}";
}
