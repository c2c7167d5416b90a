using System.Runtime.CompilerServices;
using Mistral.Extensions.AI.Batch.Runs;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Batch inference: many requests in one job, at a lower price and without rate limits (<c>/v1/batch</c>).</summary>
/// <remarks>
/// <see cref="RunAsync"/> sends any number of requests and returns their results. <see cref="Jobs"/> are the operations of the API;
/// <see cref="BatchEndpoints"/> creates the requests of a job and reads its results. Up to 10,000 requests can be part of a job; more are
/// uploaded as a file, see <see cref="BatchFile"/>.
/// </remarks>
public sealed class BatchApi
{
    private readonly MistralConnection _connection;
    private readonly FilesApi _files;

    internal BatchApi(MistralConnection connection, FilesApi files)
    {
        (_connection, _files) = (connection, files);
        Jobs = new(connection);
    }

    /// <summary>Batch jobs: create, list, get, cancel and delete.</summary>
    public BatchJobsApi Jobs { get; }

    /// <summary>
    /// Sends requests in batch jobs and returns their results. Start a run again after a crash or a cancellation, and it continues: the
    /// jobs on the server show which requests were submitted.
    /// </summary>
    /// <typeparam name="TRequest">The type of the requests.</typeparam>
    /// <typeparam name="TResponse">The type of the responses.</typeparam>
    /// <param name="endpoint">The endpoint of all requests, for example <see cref="BatchEndpoints.Embeddings"/>.</param>
    /// <param name="requests">
    /// The requests, at least one, and their IDs, which must be unique in the run. When the run is started again, the sequence must have
    /// the same requests in the same order. They are written to temporary files in shards, so they are not in memory.
    /// </param>
    /// <param name="options">The ID of the run, which is required, and how its jobs are created and its results returned.</param>
    /// <param name="cancellationToken">
    /// The token to monitor for cancellation requests. The jobs continue unless
    /// <see cref="BatchRunOptions.CancelJobsOnCancellation"/> is set.
    /// </param>
    /// <returns>
    /// One result for each request, including the requests that earlier starts of the run submitted. A failed request is a result with an
    /// error; so is a request without a result, for example because its job was canceled or exceeded its time. Each enumeration starts the
    /// run again.
    /// </returns>
    /// <remarks>
    /// Each shard is a job with the metadata <c>run</c>, <c>shard</c> and <c>hash</c>, and an input file. Jobs and files remain on the
    /// server; a run can be continued as long as it keeps them. Failed requests are not sent again: start a run with another ID for them.
    /// Do not start the same run twice at the same time. Transient failures of requests to the API are retried for about five minutes,
    /// except that the first request of a start has only the retries of the client.
    /// </remarks>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="endpoint"/>, <paramref name="requests"/> or <paramref name="options"/> is null.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The options are invalid. Thrown during the enumeration if there are no requests, two have the same ID, or one is invalid; the shards
    /// before it have been submitted.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The requests are not those with which the run was started. Thrown during the enumeration.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, the connection failed, or, with <see cref="BatchRunOptions.EnsureOrdered"/>, a job succeeded but
    /// has no result for a request. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<BatchResult<TResponse>> RunAsync<TRequest, TResponse>(
        BatchEndpoint<TRequest, TResponse> endpoint,
        IAsyncEnumerable<(string Id, TRequest Request)> requests,
        BatchRunOptions options,
        CancellationToken cancellationToken = default)
        where TRequest : class
        where TResponse : class
    {
        if (endpoint is null)
            throw new ArgumentNullException(nameof(endpoint));
        if (requests is null)
            throw new ArgumentNullException(nameof(requests));
        if (options is null)
            throw new ArgumentNullException(nameof(options));

        RequestValidation.ThrowIfInvalid(options, static options => options.Validate());
        return EnumerateAsync(endpoint, requests, options, cancellationToken);
    }

    private async IAsyncEnumerable<BatchResult<TResponse>> EnumerateAsync<TRequest, TResponse>(
        BatchEndpoint<TRequest, TResponse> endpoint,
        IAsyncEnumerable<(string Id, TRequest Request)> requests,
        BatchRunOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TRequest : class
        where TResponse : class
    {
        var run = new BatchRun<TRequest, TResponse>(
            _files, Jobs, endpoint, requests, options, _connection.TimeProvider, _connection.Logger);
        await foreach (var result in run.RunAsync(cancellationToken).ConfigureAwait(false))
            yield return result;
    }
}
