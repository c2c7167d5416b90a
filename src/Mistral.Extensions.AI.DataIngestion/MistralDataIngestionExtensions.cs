using Mistral.Extensions.AI;
using Mistral.Extensions.AI.DataIngestion;
using Mistral.Extensions.AI.DataIngestion.Mapping;
using Mistral.Extensions.AI.Ocr;

// The namespace of IngestionDocumentReader, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DataIngestion;
#pragma warning restore IDE0130

/// <summary>Extension methods that expose Mistral OCR to pipelines of Microsoft.Extensions.DataIngestion.</summary>
public static class MistralDataIngestionExtensions
{
    /// <summary>Creates an <see cref="IngestionDocumentReader"/> that reads documents with Mistral OCR.</summary>
    /// <param name="client">The client that sends the requests. The reader does not dispose it.</param>
    /// <param name="modelId">An OCR model, such as <c>mistral-ocr-latest</c>.</param>
    /// <returns>A thread-safe reader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="modelId"/> is null, empty or white space.</exception>
    public static IngestionDocumentReader AsIngestionDocumentReader(this MistralClient client, string modelId) =>
        string.IsNullOrWhiteSpace(modelId)
            ? throw new ArgumentException("The model ID is empty. Pass one, such as \"mistral-ocr-latest\".", nameof(modelId))
            : new MistralOcrDocumentReader(client, new OcrRequest { Model = modelId });

    /// <summary>
    /// Creates an <see cref="IngestionDocumentReader"/> that reads documents with Mistral OCR and the options of a request.
    /// </summary>
    /// <param name="client">The client that sends the requests. The reader does not dispose it.</param>
    /// <param name="request">
    /// The model, and the options of each request: pages, images, tables, annotations. <see cref="OcrRequest.Document"/> must be null; the
    /// reader sets it to the file that it reads.
    /// </param>
    /// <returns>A thread-safe reader.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="request"/> has no model, or has a document.</exception>
    public static IngestionDocumentReader AsIngestionDocumentReader(this MistralClient client, OcrRequest request) =>
        new MistralOcrDocumentReader(client, request);

    /// <summary>
    /// Converts an OCR response, for example of a batch job or of a document at a URL, to an <see cref="IngestionDocument"/>.
    /// </summary>
    /// <param name="response">The response.</param>
    /// <param name="identifier">The unique identifier of the document.</param>
    /// <returns>The document, with one section for each page.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="response"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="identifier"/> is null or empty.</exception>
    public static IngestionDocument ToIngestionDocument(this OcrResponse response, string identifier)
    {
        if (response is null)
            throw new ArgumentNullException(nameof(response));
        return string.IsNullOrEmpty(identifier)
            ? throw new ArgumentException("The identifier is empty. Pass one, for example the path of the file.", nameof(identifier))
            : DocumentMapping.ToDocument(response, identifier);
    }
}
