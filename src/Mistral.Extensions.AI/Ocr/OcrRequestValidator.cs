using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>What the server would refuse, said before anything is sent.</summary>
internal static class OcrRequestValidator
{
    internal static string? Validate(OcrRequest request) => request switch
    {
        { Model: not { Length: > 0 } } => "No model is named. Set Model, e.g. \"mistral-ocr-latest\".",
        { DocumentAnnotationFormat: { } format } when format is not { Type: "json_schema", JsonSchema: not null } =>
            "DocumentAnnotationFormat must be a json_schema, as ChatResponseFormat.ForJsonSchema<T>().ToResponseFormat() makes it.",
        { BboxAnnotationFormat: { } format } when format is not { Type: "json_schema", JsonSchema: not null } =>
            "BboxAnnotationFormat must be a json_schema, as ChatResponseFormat.ForJsonSchema<T>().ToResponseFormat() makes it.",
        { DocumentAnnotationPrompt: not null, DocumentAnnotationFormat: null } => "DocumentAnnotationPrompt goes only together with DocumentAnnotationFormat.",
        { ConfidenceScoresGranularity: "block", IncludeBlocks: false } => "ConfidenceScoresGranularity \"block\" needs IncludeBlocks.",
        { ImageLimit: < 0 } => $"ImageLimit is {request.ImageLimit}; it must be 0 or more.",
        { ImageMinSize: < 0 } => $"ImageMinSize is {request.ImageMinSize}; it must be 0 or more.",
        { Document: null } => "There is no document. Set Document; OcrDocument makes one from a file, bytes, a stream, a URL or an upload.",
        { Document: var document, IncludeImageBase64: false, ImageLimit: not 0 } when OcrDocument.IsOfficeFile(document) =>
            "Of a Word or PowerPoint file the server gives images in base64 only: leave IncludeImageBase64 out, or set ImageLimit = 0 for no images.",
        _ => DocumentProblem(request.Document!) ?? request.Pages?.Validate(),
    };

    private static string? DocumentProblem(ContentChunk document) => document switch
    {
        DocumentUrlChunk { DocumentUrl: { } url } => AddressProblem(url, isImage: false),
        ImageUrlChunk { ImageUrl.Url: { } url } => AddressProblem(url, isImage: true),
        FileChunk { FileId.Length: > 0 } or UnknownChunk => null,
        FileChunk => "The document is an upload without an id.",
        _ => $"A {document.GetType().Name} is nothing to read. Use a DocumentUrlChunk, an ImageUrlChunk or a FileChunk.",
    };

    private static string? AddressProblem(string address, bool isImage)
    {
        var isData = address.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        if (!isData && !address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return $"Mistral reads documents over https, or as data URIs, not {(address.Length > 60 ? address.Substring(0, 60) + "…" : address)}. Load the bytes and use OcrDocument.FromBytes.";

        var type = MediaTypes.FromUrl(address);
        return (isImage, type) switch
        {
            (true, _) when IsPdf(address, type) => "A PDF is no image: send it as a DocumentUrlChunk.",
            (false, _) when isData && MediaTypes.IsImage(type) => $"An image ({type}) is no document: send it as an ImageUrlChunk.",
            _ => null,
        };
    }

    // Whatever the data URI says: in base64, all that begins with "%PDF-" begins alike.
    private static bool IsPdf(string address, string? type) =>
        string.Equals(type, MediaTypes.Pdf, StringComparison.OrdinalIgnoreCase)
        || (address.IndexOf(',') is >= 0 and var comma && string.CompareOrdinal(address, comma + 1, "JVBERi0", 0, 7) == 0);
}
