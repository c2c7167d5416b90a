using System.Runtime.CompilerServices;
using System.Text.Json;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Batch;

/// <summary>
/// An endpoint that batch jobs support, with the types of its requests and responses. <see cref="BatchEndpoints"/> has the instances.
/// </summary>
/// <typeparam name="TRequest">The type of the requests.</typeparam>
/// <typeparam name="TResponse">The type of the responses.</typeparam>
public sealed class BatchEndpoint<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly Func<TRequest, string?> _validate;
    private readonly Func<TRequest, IRequestBody> _toBody;
    private readonly IResponseReader<TResponse> _reader;

    /// <param name="path">The path.</param>
    /// <param name="validate">Gets the first error of a request, or null if it is valid. The model may be that of the job.</param>
    /// <param name="toBody">Gets the body of a request.</param>
    /// <param name="reader">The reader of responses.</param>
    internal BatchEndpoint(
        string path, Func<TRequest, string?> validate, Func<TRequest, IRequestBody> toBody, IResponseReader<TResponse> reader) =>
        (Path, _validate, _toBody, _reader) = (path, validate, toBody, reader);

    /// <summary>The path, for <see cref="CreateBatchJobRequest.Endpoint"/>, for example <c>/v1/embeddings</c>.</summary>
    public string Path { get; }

    /// <summary>Creates a request of a batch job.</summary>
    /// <param name="customId">The ID with which the results refer to the request (<c>custom_id</c>). It must be unique in the job.</param>
    /// <param name="request">
    /// The request to the endpoint. Its model can be null if <see cref="CreateBatchJobRequest.Model"/> is set. Its <c>stream</c> field is
    /// not sent.
    /// </param>
    /// <returns>The request with its JSON.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="customId"/> is null, empty or white space, or the request is invalid.
    /// </exception>
    public BatchRequest CreateRequest(string customId, TRequest request)
    {
        if (string.IsNullOrWhiteSpace(customId))
            throw new ArgumentException("The custom ID is empty. Pass an ID that is unique in the job.", nameof(customId));

        if (request is null)
            throw new ArgumentNullException(nameof(request), $"The request \"{customId}\" is null.");

        if (_validate(request) is { } error)
            throw CreateRequestError(customId, error, null);

        try
        {
            return new() { CustomId = customId, Body = ToJson(_toBody(request)) };
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw CreateRequestError(customId, exception.Message, exception);
        }
    }

    /// <summary>Reads an output file or an error file of a batch job. One line is in memory at a time.</summary>
    /// <param name="stream">
    /// The content of the file, for example of <c>Files.DownloadAsync(job.OutputFile)</c>. It is not disposed.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The results in the order of the file, which is not the order of the requests: match them by
    /// <see cref="BatchResult{TResponse}.CustomId"/>. A failed request is a result with an error, and does not end the enumeration.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    /// <exception cref="MistralException">
    /// A line is not a JSON object or is longer than 256 MiB; the message has the line number. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<BatchResult<TResponse>> ReadResultsAsync(Stream stream, CancellationToken cancellationToken = default) =>
        stream is null ? throw new ArgumentNullException(nameof(stream)) : EnumerateAsync(stream, cancellationToken);

    /// <summary>Reads the results that are part of a batch job (<see cref="BatchJob.Outputs"/>).</summary>
    /// <param name="job">A completed job that was requested with <c>inline</c>.</param>
    /// <returns>
    /// The results, which are not in the order of the requests: match them by <see cref="BatchResult{TResponse}.CustomId"/>.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    /// <exception cref="ArgumentException">The job has no results.</exception>
    /// <exception cref="MistralException">A result is not a JSON object. The message has its position, counted from 1.</exception>
    public IReadOnlyList<BatchResult<TResponse>> ReadResults(BatchJob job)
    {
        if (job is null)
            throw new ArgumentNullException(nameof(job));

        if (job.Outputs is not { } outputs)
        {
            throw new ArgumentException(
                "The job has no outputs. Wait until it is completed and get it with inline: true, or download its output file.",
                nameof(job));
        }

        return [.. outputs.Select((output, i) => BatchResultReader.Read(output, i + 1, _reader))];
    }

    private static JsonElement ToJson(IRequestBody body)
    {
        using var buffer = new PooledBuffer();
        using (var writer = new Utf8JsonWriter(buffer, JsonRequestContent.WriterOptions))
            body.WriteTo(writer);
        return JsonElement.Parse(buffer.Array.AsSpan(0, buffer.Length));
    }

    private static ArgumentException CreateRequestError(string customId, string error, Exception? exception) =>
        new($"The request \"{customId}\" is invalid. {error}", exception);

    private async IAsyncEnumerable<BatchResult<TResponse>> EnumerateAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lines = new LineReader(stream);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (!LineReader.IsBlank(line.Span))
                yield return BatchResultReader.Read(line, lines.LineNumber, _reader);
        }
    }
}
