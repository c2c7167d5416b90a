using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>Optical character recognition (OCR) of documents and images (<c>/v1/ocr</c>).</summary>
public sealed class OcrApi
{
    private static readonly JsonResponseReader<OcrResponse> Reader = new(OcrJson.Default.OcrResponse);

    private readonly MistralConnection _connection;
    private readonly Uri _uri;

    internal OcrApi(MistralConnection connection) => (_connection, _uri) = (connection, connection.CreateUri("ocr"));

    /// <summary>Extracts the text, and optionally the images and tables, of a document of up to 1,000 pages and 50 MB.</summary>
    /// <param name="request">The model, the document and the extraction options.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The pages as Markdown, with the images, tables, blocks and annotations that were requested.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    /// <remarks>
    /// The API returns images of Word and PowerPoint files only as base64. For these files <c>include_image_base64</c> is sent as true if
    /// <see cref="OcrRequest.IncludeImageBase64"/> is not set and <see cref="OcrRequest.ImageLimit"/> is not 0.
    /// </remarks>
    public Task<OcrResponse> ProcessAsync(OcrRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, OcrRequestValidator.Validate);
        return _connection.PostAsync(_uri, ToBody(request), Reader, cancellationToken);
    }

    /// <summary>Gets the request that is sent, see the remarks of <see cref="ProcessAsync"/>.</summary>
    internal static OcrRequest ToBody(OcrRequest request) =>
        request is { IncludeImageBase64: null, ImageLimit: not 0 } && OcrDocument.IsOfficeFile(request.Document!)
            ? request with { IncludeImageBase64 = true }
            : request;
}
