namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>Reads documents of all supported media types.</summary>
internal static class DocumentReader
{
    /// <summary>Reads the pages of a document. If the text cannot be read, a page has a line that describes the document.</summary>
    /// <param name="mediaType">The media type of the document, in lower case.</param>
    /// <param name="content">The bytes of the document; null for a document that is only known by its URL.</param>
    /// <param name="url">The URL of a document without content. It is quoted on the page and never fetched.</param>
    /// <param name="includeImages">Whether the page of a document without content has a placeholder image.</param>
    /// <exception cref="InvalidDataException">The content is not a valid PDF, Word or PowerPoint file.</exception>
    public static IReadOnlyList<DocumentPage> Read(string mediaType, ReadOnlyMemory<byte>? content, string? url, bool includeImages)
    {
        if (content is not { } bytes)
            return [CreateUnfetchedPage(mediaType, url, includeImages)];
        if (MediaTypes.IsImage(mediaType))
            return [CreateImagePage(DocumentImage.Read(mediaType, bytes))];
        if (mediaType == MediaTypes.Pdf)
            return PdfFile.Read(bytes.Span) ?? throw CreateInvalidDocumentError("PDF");
        if (MediaTypes.GetOfficeExtension(mediaType) is { } extension)
            return OfficeFile.Read(bytes, mediaType) ?? throw CreateInvalidDocumentError($"{extension} file");
        return [new DocumentPage([new PageElement(
            $"A document: {mediaType}, {bytes.Length} bytes. The emulator cannot read this file type.")])];
    }

    private static DocumentPage CreateUnfetchedPage(string mediaType, string? url, bool includeImages)
    {
        var line = new PageElement($"The document at {url} was not fetched: the emulator sends no requests.");
        return includeImages || MediaTypes.IsImage(mediaType)
            ? new DocumentPage([PageElement.FromImage(DocumentImage.Placeholder), line])
            : new DocumentPage([line]);
    }

    private static DocumentPage CreateImagePage(DocumentImage image) =>
        new([PageElement.FromImage(image), new PageElement($"An image: {image.Description}.")])
        {
            Width = image.Width,
            Height = image.Height,
        };

    private static InvalidDataException CreateInvalidDocumentError(string documentType) =>
        new($"Document is not a valid {documentType}.");
}
