using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// Finds errors in an <see cref="OcrRequest"/> before it is sent. Each method returns the message of the first error, or null if the
/// request is valid.
/// </summary>
internal static class OcrRequestValidator
{
    private const int MaxDisplayedAddressLength = 60;

    internal static string? Validate(OcrRequest request) => string.IsNullOrWhiteSpace(request.Model)
        ? "No model was specified. Set Model, for example to \"mistral-ocr-latest\"."
        : ValidateWithoutModel(request);

    /// <summary>Validates a request whose model may be that of its batch job.</summary>
    internal static string? ValidateWithoutModel(OcrRequest request) => request switch
    {
        { DocumentAnnotationFormat: { } format } when !IsJsonSchema(format) => NotJsonSchema("DocumentAnnotationFormat"),
        { BboxAnnotationFormat: { } format } when !IsJsonSchema(format) => NotJsonSchema("BboxAnnotationFormat"),
        { DocumentAnnotationPrompt: not null, DocumentAnnotationFormat: null } =>
            "DocumentAnnotationPrompt requires DocumentAnnotationFormat. Set DocumentAnnotationFormat too, or leave the prompt unset.",
        { ConfidenceScoresGranularity: "block", IncludeBlocks: false } =>
            "ConfidenceScoresGranularity \"block\" requires IncludeBlocks. Set IncludeBlocks to true.",
        { ImageLimit: < 0 } => $"ImageLimit must be 0 or greater, but was {request.ImageLimit}.",
        { ImageMinSize: < 0 } => $"ImageMinSize must be 0 or greater, but was {request.ImageMinSize}.",
        { Document: null } => "No document was specified. Set Document; OcrDocument creates it from a URL, file, bytes, stream or file ID.",
        { Document: var document, IncludeImageBase64: false, ImageLimit: not 0 } when OcrDocument.IsOfficeFile(document) =>
            "The API returns images of Word and PowerPoint files only as base64. Leave IncludeImageBase64 unset, or set ImageLimit to 0.",
        _ => ValidateDocument(request.Document!) ?? request.Pages?.Validate(),
    };

    private static bool IsJsonSchema(ResponseFormat format) => format is { Type: "json_schema", JsonSchema: not null };

    private static string NotJsonSchema(string property) =>
        $"{property} must be of type json_schema. Create it with ChatResponseFormat.ForJsonSchema<T>().ToResponseFormat().";

    private static string? ValidateDocument(ContentChunk document) => document switch
    {
        DocumentUrlChunk { DocumentUrl: { } url } => ValidateAddress(url, isImage: false),
        ImageUrlChunk { ImageUrl.Url: { } url } => ValidateAddress(url, isImage: true),
        FileChunk { FileId.Length: > 0 } or UnknownChunk => null,
        FileChunk => "The FileChunk has no file ID. Set FileId to the ID of an uploaded file.",
        _ => $"{document.GetType().Name} cannot be processed. Use a DocumentUrlChunk, an ImageUrlChunk or a FileChunk.",
    };

    private static string? ValidateAddress(MediaUrl url, bool isImage)
    {
        if (url is { IsData: false, IsHttps: false })
        {
            var address = url.Text;
            var displayed = address.Length > MaxDisplayedAddressLength ? address.Substring(0, MaxDisplayedAddressLength) + "…" : address;
            return $"The document must be an https URL or a data URI, but was {displayed}. Load the bytes and use OcrDocument.FromBytes.";
        }

        var type = url.MediaType;
        return (isImage, type) switch
        {
            (true, _) when IsPdf(url, type) => "A PDF cannot be sent as an image. Use a DocumentUrlChunk.",
            (false, _) when url.IsData && MediaTypes.IsImage(type) =>
                $"An image ({type}) cannot be sent as a document. Use an ImageUrlChunk.",
            _ => null,
        };
    }

    // The media type of a data URI may be wrong, but every PDF starts with "%PDF-".
    private static bool IsPdf(MediaUrl url, string? type) =>
        string.Equals(type, MediaTypes.Pdf, StringComparison.OrdinalIgnoreCase) || url.StartsWith("%PDF-"u8);
}
