namespace Mistral.Extensions.AI.Ocr;

/// <summary>A piece of a page: text, or the link to an image or a table that was taken out.</summary>
internal sealed record PagePart(string Text)
{
    internal OcrImageObject? Image { get; init; }

    internal OcrTableObject? Table { get; init; }
}
