using Mistral.Extensions.AI.Emulator.Endpoints.Ocr;
using Mistral.Extensions.AI.Emulator.Hosting;


namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>
/// The pages of a document. Text that is there as text is read; where there is none to be had, the page says what was sent.
/// </summary>
internal static class DocumentReader
{
    /// <param name="includeImages">Whether a document that nobody fetched is to have an image all the same.</param>
    public static IReadOnlyList<DocumentPage> Read(OcrInput input, bool includeImages)
    {
        if (input.Bytes is not { } bytes)
            return [CreateUnfetchedPage(input, includeImages)];
        if (MediaTypes.IsImage(input.MediaType))
            return [CreateImagePage(DocumentImage.Read(input.MediaType, bytes))];
        if (input.MediaType == MediaTypes.Pdf)
            return PdfFile.Read(bytes.Span) ?? throw CreateInvalidDocumentError("PDF");
        if (MediaTypes.GetOfficeExtension(input.MediaType) is { } extension)
            return OfficeFile.Read(bytes, input.MediaType) ?? throw CreateInvalidDocumentError($"{extension} file");
        return [new DocumentPage([new PageElement($"A document: {input.MediaType}, {bytes.Length} bytes. The emulator cannot read this file type.")])];
    }

    private static DocumentPage CreateUnfetchedPage(OcrInput input, bool includeImages)
    {
        var line = new PageElement($"The document at {input.Url} was not fetched: the emulator sends no requests.");
        return includeImages || MediaTypes.IsImage(input.MediaType) ? new DocumentPage([PageElement.FromImage(DocumentImage.Placeholder), line]) : new DocumentPage([line]);
    }

    private static DocumentPage CreateImagePage(DocumentImage image) =>
        new([PageElement.FromImage(image), new PageElement($"An image: {image.Description}.")]) { Width = image.Width, Height = image.Height };

    /// <summary>https://github.com/mistralai/client-python/issues/485 quotes the server.</summary>
    private static ApiError CreateInvalidDocumentError(string documentType) =>
        ApiError.BadRequest($"Document is not a valid {documentType}.", "document_parser_invalid_file", "3740");
}
