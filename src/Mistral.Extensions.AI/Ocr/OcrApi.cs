using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>Reads documents and images (<c>/v1/ocr</c>).</summary>
public sealed class OcrApi
{
    private readonly MistralConnection _connection;

    internal OcrApi(MistralConnection connection) => _connection = connection;

    /// <summary>Reads a document: up to 1,000 pages and 50 MB.</summary>
    /// <param name="request">The document, and what to make of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its pages as Markdown, with images, tables and what else was asked for.</returns>
    /// <exception cref="ArgumentException">The server would refuse the request; nothing was sent.</exception>
    /// <exception cref="MistralException">The server refused, or could not be reached.</exception>
    /// <remarks>
    /// A Word or PowerPoint file can have its images in base64 only: where nothing is said of images, <c>include_image_base64</c> is sent as true.
    /// </remarks>
    public Task<OcrResponse> ProcessAsync(OcrRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, OcrRequestValidator.Validate);
        var lawful = request is { IncludeImageBase64: null, ImageLimit: not 0 } && OcrDocument.IsOfficeFile(request.Document!)
            ? request with { IncludeImageBase64 = true }
            : request;
        return _connection.PostAsync("ocr", lawful, OcrJson.Default.OcrRequest, OcrJson.Default.OcrResponse, cancellationToken);
    }
}
