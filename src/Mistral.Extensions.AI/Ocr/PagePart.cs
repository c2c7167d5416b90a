namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// A part of the Markdown of a page: text, or the link to an extracted image or table. The parts of a page in order give the whole page.
/// </summary>
/// <param name="Text">The text or the link.</param>
internal sealed record PagePart(string Text)
{
    /// <summary>The image the link belongs to; null for text and tables.</summary>
    internal OcrImageObject? Image { get; init; }

    /// <summary>The table the link belongs to; null for text and images.</summary>
    internal OcrTableObject? Table { get; init; }
}
