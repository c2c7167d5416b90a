using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion;

/// <summary>
/// Reads PDF, Word and PowerPoint files, scans and photos with Mistral OCR, and converts them to an <see cref="IngestionDocument"/> with
/// headers, paragraphs, tables and images.
/// </summary>
/// <remarks>
/// The reader is thread-safe. It reads each file while the request is sent, so that large files are not held in memory.
/// <c>docs/data-ingestion.md</c> describes how a response is mapped.
/// </remarks>
public sealed class MistralOcrDocumentReader : IngestionDocumentReader
{
    private readonly OcrApi _ocr;
    private readonly OcrRequest _request;

    /// <summary>Initializes a new instance of the <see cref="MistralOcrDocumentReader"/> class.</summary>
    /// <param name="client">The client that sends the requests. The reader does not dispose it.</param>
    /// <param name="request">
    /// The model, and the options of each request: pages, images, tables, annotations. <see cref="OcrRequest.Document"/> must be null; the
    /// reader sets it to the file that it reads.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="request"/> has no model, or has a document.</exception>
    public MistralOcrDocumentReader(MistralClient client, OcrRequest request)
    {
        _ocr = (client ?? throw new ArgumentNullException(nameof(client))).Ocr;
        _request = request ?? throw new ArgumentNullException(nameof(request));
        if (string.IsNullOrWhiteSpace(request.Model))
            throw new ArgumentException("No model was specified. Set Model, for example to \"mistral-ocr-latest\".", nameof(request));
        if (request.Document is not null)
        {
            throw new ArgumentException(
                "The request has a document. Leave Document unset: the reader sets it to the file that it reads. "
                    + "For a document at a URL, call MistralClient.Ocr.ProcessAsync, then ToIngestionDocument on the response.",
                nameof(request));
        }
    }

    /// <summary>Reads a stream with OCR and converts it to an <see cref="IngestionDocument"/>.</summary>
    /// <param name="source">
    /// The content of the file, from its current position. It stays open. A request with a stream that cannot seek is not retried.
    /// </param>
    /// <param name="identifier">The unique identifier of the document. It is not sent.</param>
    /// <param name="mediaType">
    /// The media type, for example <c>application/pdf</c>. If it is <c>application/octet-stream</c>, it is detected from the first bytes.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The document, with one section for each page.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="identifier"/> or <paramref name="source"/> is empty, the media type was not detected, or the request is invalid;
    /// nothing was sent.
    /// </exception>
    /// <exception cref="NotSupportedException">OCR cannot read files of this media type; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public override async Task<IngestionDocument> ReadAsync(
        Stream source, string identifier, string mediaType, CancellationToken cancellationToken = default)
    {
        if (source is null)
            throw new ArgumentNullException(nameof(source));
        if (string.IsNullOrEmpty(identifier))
            throw new ArgumentException("The identifier is empty. Pass one, for example the path of the file.", nameof(identifier));
        cancellationToken.ThrowIfCancellationRequested();

        DocumentMediaType.ThrowIfNotSupported(mediaType, identifier);
        var type = DocumentMediaType.IsUnknown(mediaType) ? null : mediaType;
        var request = _request with { Document = OcrDocument.FromStream(source, type) };
        var response = await _ocr.ProcessAsync(request, cancellationToken).ConfigureAwait(false);
        return response.ToIngestionDocument(identifier);
    }
}
