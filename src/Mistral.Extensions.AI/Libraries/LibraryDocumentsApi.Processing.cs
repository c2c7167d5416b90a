using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

// The processing of documents, and its results.
public sealed partial class LibraryDocumentsApi
{
    /// <summary>Gets the status of the processing of a document.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The status.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist), or the connection failed.
    /// </exception>
    public Task<ProcessingStatus> GetStatusAsync(string libraryId, string documentId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(
            HttpMethod.Get, $"{CreatePath(libraryId, documentId)}/status", LibrariesJson.Default.ProcessingStatus, cancellationToken);

    /// <summary>Gets the text of a processed document.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="pageStart">The first page to return (<c>page_start</c>); null for the first page of the document.</param>
    /// <param name="pageEnd">The last page to return (<c>page_end</c>); null for the last page of the document.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The text. That of PDF, Word and PowerPoint files is the Markdown of Mistral OCR.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist or has no text), or the connection failed.
    /// </exception>
    public Task<DocumentTextContent> GetTextContentAsync(
        string libraryId, string documentId, int? pageStart = null, int? pageEnd = null, CancellationToken cancellationToken = default)
    {
        (string, string?)[] pages =
        [
            ("page_start", RequestParameter.Format(pageStart)),
            ("page_end", RequestParameter.Format(pageEnd)),
        ];
        var path = RequestPath.AddQuery($"{CreatePath(libraryId, documentId)}/text_content", pages);
        return _connection.SendAsync(HttpMethod.Get, path, LibrariesJson.Default.DocumentTextContent, cancellationToken);
    }

    /// <summary>Gets a URL with which the uploaded document can be downloaded without an API key.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The URL. It expires after 30 minutes.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist), or the connection failed.
    /// </exception>
    public Task<GetSignedUrlResponse> GetSignedUrlAsync(
        string libraryId, string documentId, CancellationToken cancellationToken = default) =>
        GetUrlAsync($"{CreatePath(libraryId, documentId)}/signed-url", cancellationToken);

    /// <summary>
    /// Gets a URL with which the text of a processed document can be downloaded without an API key: for documents that OCR reads, the
    /// result of OCR.
    /// </summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The URL. It expires after some time.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist or has no text), or the connection failed.
    /// </exception>
    public Task<GetSignedUrlResponse> GetExtractedTextSignedUrlAsync(
        string libraryId, string documentId, CancellationToken cancellationToken = default) =>
        GetUrlAsync($"{CreatePath(libraryId, documentId)}/extracted-text-signed-url", cancellationToken);

    /// <summary>
    /// Starts the processing of a document again, which is billed again. <see cref="GetStatusAsync"/> returns its status.
    /// </summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="documentId">The ID of the document.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that is completed when the API has accepted the request.</returns>
    /// <remarks>If the response to an attempt is lost, a retry can start the processing a second time.</remarks>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> or <paramref name="documentId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the document does not exist), or the connection failed.
    /// </exception>
    public Task ReprocessAsync(string libraryId, string documentId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Post, $"{CreatePath(libraryId, documentId)}/reprocess", cancellationToken);

    private async Task<GetSignedUrlResponse> GetUrlAsync(string path, CancellationToken cancellationToken)
    {
        var response = await _connection.SendAsync(HttpMethod.Get, path, LibrariesJson.Default.DocumentUrl, cancellationToken)
            .ConfigureAwait(false);
        return new() { Url = response.Url };
    }
}
