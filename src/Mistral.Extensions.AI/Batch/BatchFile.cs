using Mistral.Extensions.AI.Files;

namespace Mistral.Extensions.AI.Batch;

/// <summary>Creates the files with the requests of batch jobs, in JSON Lines (.jsonl).</summary>
/// <remarks>
/// A request is in memory only while it is written. <see cref="BatchRequest.CustomId"/> must be unique in the job, which is not checked.
/// </remarks>
public static class BatchFile
{
    /// <summary>
    /// Creates a file to upload. The requests are enumerated and written while the file is uploaded; nothing is stored on disk.
    /// </summary>
    /// <param name="requests">The requests; at least one.</param>
    /// <param name="name">The name with which to store the file.</param>
    /// <returns>The file, for <see cref="UploadFileRequest.File"/> with the purpose <c>batch</c>.</returns>
    /// <remarks>
    /// The upload is not retried, because the requests may not be the same if they are enumerated again. To retry, write the requests to a
    /// local file with <see cref="WriteAsync"/> and upload that. The upload throws <see cref="ArgumentException"/> if there are no requests
    /// or if one is invalid, and the exceptions of the enumeration.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="requests"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static FileData Create(IAsyncEnumerable<BatchRequest> requests, string name = "batch.jsonl") => requests is null
        ? throw new ArgumentNullException(nameof(requests))
        : FileData.FromSource(new BatchRequestSource(requests), "application/jsonl", name);

    /// <summary>Writes requests to a stream, for example a local file.</summary>
    /// <param name="requests">The requests; at least one.</param>
    /// <param name="stream">The stream to write to. It is not disposed.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that completes when all requests were written.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="requests"/> or <paramref name="stream"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no requests, or one of them is invalid.</exception>
    public static async Task WriteAsync(
        IAsyncEnumerable<BatchRequest> requests, Stream stream, CancellationToken cancellationToken = default)
    {
        if (requests is null)
            throw new ArgumentNullException(nameof(requests));
        if (stream is null)
            throw new ArgumentNullException(nameof(stream));

        var lines = new BatchRequestLines(requests, cancellationToken);
        await using (lines.ConfigureAwait(false))
        {
            while (await lines.MoveNextAsync().ConfigureAwait(false))
                await stream.WriteAsync(lines.Buffer, 0, lines.Length, cancellationToken).ConfigureAwait(false);
        }
    }
}
