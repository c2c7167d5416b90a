using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Files;

/// <summary>Files that are stored by Mistral, for OCR, chat, batch jobs and fine-tuning (<c>/v1/files</c>).</summary>
public sealed class FilesApi
{
    private const string Path = "files";
    private const int MaxExpiry = 168;

    private readonly MistralConnection _connection;

    internal FilesApi(MistralConnection connection) => _connection = connection;

    internal Uri Endpoint => _connection.Endpoint;

    internal ILogger Logger => _connection.Logger;

    /// <summary>Uploads a file of up to 512 MB. It is read while it is sent, and is never in memory as a whole.</summary>
    /// <param name="request">The file and its purpose.</param>
    /// <param name="progress">
    /// Receives the number of bytes of the file that were sent so far, after each 512 KB; may be null. A retry starts again from the first
    /// byte.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The stored file, with its ID.</returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.Timeout"/> includes the time of the upload: increase it for large files and slow connections.
    /// A request with a stream that cannot seek is not retried. If the response to an attempt is lost, a retry stores the file a second
    /// time.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid, for example because the file is empty; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read again.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<FileSchema> UploadAsync(
        UploadFileRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, static request => request.Validate());
        var file = request.File!;
        var content = new MultipartRequestContent(
            [
                ("purpose", request.Purpose),
                ("visibility", request.Visibility),
                ("expiry", RequestParameter.Format(request.Expiry)),
            ],
            new("file", file.Name, file.MediaType, file.Source),
            progress);
        return _connection.PostAsync(_connection.CreateUri(Path), content, FilesJson.Default.FileSchema, cancellationToken);
    }

    /// <summary>Lists all files that match the filters. Each page is requested when its first file is needed.</summary>
    /// <param name="request">The filters, the first page and the size of a page; null for all files.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The files. Each enumeration sends new requests. If files are uploaded or deleted during the enumeration, a file can occur twice or
    /// be left out.
    /// </returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<FileSchema> ListAsync(ListFilesRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), static request => request.Validate());
        return PagedList.EnumerateAsync<FileSchema, ListFilesResponse>(
            request.Page,
            (page, token) => ListPageAsync(request with { Page = page }, token),
            static file => file.Id,
            cancellationToken);
    }

    /// <summary>Lists the files on one page, and the number of all files that match the filters.</summary>
    /// <param name="request">The filters, the page and its size; null for the first page of all files.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page. It is empty after the last page.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ListFilesResponse> ListPageAsync(ListFilesRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), static request => request.Validate());
        return _connection.SendAsync(
            HttpMethod.Get, RequestPath.AddQuery(Path, request.ToParameters()), FilesJson.Default.ListFilesResponse, cancellationToken);
    }

    /// <summary>Gets the properties of a file.</summary>
    /// <param name="fileId">The ID of the file.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="fileId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the file does not exist), or the connection failed.
    /// </exception>
    public Task<FileSchema> GetAsync(string fileId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, CreatePath(fileId), FilesJson.Default.FileSchema, cancellationToken);

    /// <summary>Deletes a file.</summary>
    /// <param name="fileId">The ID of the file.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The ID of the deleted file and the deletion status. If the response to the first attempt was lost and a retry finds no file, the
    /// file was deleted.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="fileId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the file does not exist), or the connection failed.
    /// </exception>
    public Task<DeleteFileResponse> DeleteAsync(string fileId, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(
            CreatePath(fileId), FilesJson.Default.DeleteFileResponse, new() { Id = fileId, Deleted = true }, cancellationToken);

    /// <summary>Downloads a file.</summary>
    /// <param name="fileId">The ID of the file.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests, also while the stream is read.</param>
    /// <returns>
    /// The content of the file, which is received while the stream is read. Its size is not limited by
    /// <see cref="MistralClientOptions.MaxResponseSize"/>. Dispose the stream.
    /// </returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.Timeout"/> ends with the headers of the response; after that,
    /// <see cref="MistralClientOptions.StreamIdleTimeout"/> applies to each read.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="fileId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the file does not exist), or the connection failed.
    /// </exception>
    public Task<FileDownloadStream> DownloadAsync(string fileId, CancellationToken cancellationToken = default) =>
        OpenAsync($"{CreatePath(fileId)}/content", cancellationToken);

    /// <summary>
    /// Gets a URL with which a file can be downloaded without an API key, for example as <c>UriContent</c> in a conversation.
    /// </summary>
    /// <param name="fileId">The ID of the file.</param>
    /// <param name="expiry">The number of hours until the URL expires (<c>expiry</c>), 1 to 168; null for the API's default of 24.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The URL, as <see cref="GetSignedUrlResponse.Url"/>. Do not log it.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="fileId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or <paramref name="expiry"/> is not between 1 and 168;
    /// nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the file does not exist), or the connection failed.
    /// </exception>
    public Task<GetSignedUrlResponse> GetSignedUrlAsync(
        string fileId, int? expiry = null, CancellationToken cancellationToken = default)
    {
        if (expiry is < 1 or > MaxExpiry)
            throw new ArgumentOutOfRangeException(nameof(expiry), expiry, $"The expiry must be between 1 and {MaxExpiry} hours.");

        var path = RequestPath.AddQuery($"{CreatePath(fileId)}/url", [("expiry", RequestParameter.Format(expiry))]);
        return _connection.SendAsync(HttpMethod.Get, path, FilesJson.Default.GetSignedUrlResponse, cancellationToken);
    }

    private static string CreatePath(string fileId) => $"{Path}/{RequestPath.EscapeSegment(
        fileId, "No file was specified. Pass the ID of an uploaded file.", nameof(fileId))}";

    private async Task<FileDownloadStream> OpenAsync(string path, CancellationToken cancellationToken) =>
        new(await _connection.DownloadAsync(path, "application/octet-stream", cancellationToken).ConfigureAwait(false));
}
