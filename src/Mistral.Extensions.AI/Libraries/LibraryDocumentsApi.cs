using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Http.Content;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>The documents of libraries (<c>/v1/libraries/{library_id}/documents</c>).</summary>
public sealed partial class LibraryDocumentsApi
{
    private static readonly JsonResponseReader<Document> Reader = new(LibrariesJson.Default.Document);

    private readonly MistralConnection _connection;

    internal LibraryDocumentsApi(MistralConnection connection) => _connection = connection;

    /// <summary>Uploads a document to a library. It is read while it is sent, and is never in memory as a whole.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="file">The document. <see cref="FileData"/> creates it from a path, a stream or bytes.</param>
    /// <param name="progress">
    /// Receives the number of bytes of the document that were sent so far, after each 512 KB; may be null. A retry starts again from the
    /// first byte.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The document. The API processes it later: conversations find its text when <see cref="GetStatusAsync"/> returns <c>done</c>. If the
    /// library has a document with the same content, that document is returned.
    /// </returns>
    /// <remarks>
    /// <see cref="MistralClientOptions.Timeout"/> includes the time of the upload: increase it for large documents and slow connections. A
    /// request with a stream that cannot seek is not retried.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="file"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the document is empty; nothing was sent.
    /// </exception>
    /// <exception cref="InvalidOperationException">The stream was sent before and cannot be read again.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed.
    /// </exception>
    public Task<Document> UploadAsync(
        string libraryId, FileData file, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var uri = _connection.CreateUri(CreatePath(libraryId));
        if (file is null)
            throw new ArgumentNullException(nameof(file));

        if (file.Source.Length == 0)
            throw new ArgumentException($"The document {file.Name} is empty. Pass the content of the document.", nameof(file));

        var content = new MultipartRequestContent([], new("file", file.Name, file.MediaType, file.Source), progress);
        return _connection.PostAsync(uri, content, LibrariesJson.Default.Document, cancellationToken);
    }

    /// <summary>Lists the documents of a library. Each page is requested when its first document is needed.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="request">The filter, the order, the first page and the page size; null for all documents.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>
    /// The documents. Each enumeration sends new requests. If documents are uploaded or deleted during the enumeration, a document can
    /// occur twice or be left out.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<Document> ListAsync(
        string libraryId, ListDocumentsRequest? request = null, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(libraryId);
        RequestValidation.ThrowIfInvalid(request ??= new(), ListDocumentsRequest.Validate);
        return PagedList.EnumerateAsync<Document, ListDocumentsResponse>(
            request.Page,
            (page, token) => GetPageAsync(path, request with { Page = page }, token),
            static document => document.Id,
            cancellationToken);
    }

    /// <summary>Lists the documents of a library on one page.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="request">The filter, the order, the page and its size; null for the first page of all documents.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page. It is empty after the last page.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed.
    /// </exception>
    public Task<ListDocumentsResponse> ListPageAsync(
        string libraryId, ListDocumentsRequest? request = null, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(libraryId);
        RequestValidation.ThrowIfInvalid(request ??= new(), ListDocumentsRequest.Validate);
        return GetPageAsync(path, request, cancellationToken);
    }

    /// <summary>Gets the properties of a document.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The document.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist), or the connection failed.
    /// </exception>
    public Task<Document> GetAsync(string libraryId, string documentId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, CreatePath(libraryId, documentId), LibrariesJson.Default.Document, cancellationToken);

    /// <summary>Changes the name, the attributes or the expiration time of a document.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="request">The new values.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The changed document.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request
    /// changes nothing; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist), or the connection failed.
    /// </exception>
    public Task<Document> UpdateAsync(
        string libraryId, string documentId, UpdateDocumentRequest request, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(libraryId, documentId);
        RequestValidation.ThrowIfInvalid(request, UpdateDocumentRequest.Validate);
        return _connection.SendAsync(MistralConnection.Patch, path, request, Reader, cancellationToken);
    }

    /// <summary>Deletes a document. If the response to the first attempt was lost and a retry finds no document, it was deleted.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that is completed when the document is deleted.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist), or the connection failed.
    /// </exception>
    public Task DeleteAsync(string libraryId, string documentId, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(CreatePath(libraryId, documentId), cancellationToken);

    private static string CreatePath(string libraryId) => $"{LibrariesApi.CreatePath(libraryId)}/documents";

    private static string CreatePath(string libraryId, string documentId) => $"{CreatePath(libraryId)}/{RequestPath.EscapeSegment(
        documentId, "No document was specified. Pass the ID of a document.", nameof(documentId))}";

    private Task<ListDocumentsResponse> GetPageAsync(
        string path, ListDocumentsRequest request, CancellationToken cancellationToken) => _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery(path, request.ToParameters()),
            LibrariesJson.Default.ListDocumentsResponse,
            cancellationToken);
}
