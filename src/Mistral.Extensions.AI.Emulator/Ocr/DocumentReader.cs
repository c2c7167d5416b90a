using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>
/// The pages of a document. Text that is there as text is read; where there is none to be had, the page says what was sent.
/// </summary>
internal static class DocumentReader
{
    /// <param name="wantsImages">Whether a document that nobody fetched is to have an image all the same.</param>
    public static IReadOnlyList<Sheet> Read(Source source, bool wantsImages)
    {
        if (source.Bytes is not { } bytes)
            return [Unfetched(source, wantsImages)];
        if (MediaTypes.IsImage(source.MediaType))
            return [OfPicture(Picture.Read(source.MediaType, bytes))];
        if (source.MediaType == MediaTypes.Pdf)
            return PdfFile.Read(bytes.Span) ?? throw Invalid("PDF");
        if (MediaTypes.OfficeExtension(source.MediaType) is { } extension)
            return OfficeFile.Read(bytes, source.MediaType) ?? throw Invalid($"{extension} file");
        return [new Sheet([new Piece($"A document: {source.MediaType}, {bytes.Length} bytes. The emulator does not read this kind.")])];
    }

    private static Sheet Unfetched(Source source, bool wantsImages)
    {
        var line = new Piece($"The document at {source.Url} was not fetched, for the emulator fetches nothing.");
        return wantsImages || MediaTypes.IsImage(source.MediaType) ? new Sheet([Piece.Of(Picture.Dot), line]) : new Sheet([line]);
    }

    private static Sheet OfPicture(Picture picture) =>
        new([Piece.Of(picture), new Piece($"An image: {picture.Description}.")]) { Width = picture.Width, Height = picture.Height };

    /// <summary>https://github.com/mistralai/client-python/issues/485 quotes the server.</summary>
    private static Refusal Invalid(string what) =>
        Refusal.BadRequest($"Document is not a valid {what}.", "document_parser_invalid_file", "3740");
}
