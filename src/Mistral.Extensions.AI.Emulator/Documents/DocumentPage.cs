namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>A page of a document: its text lines and images in order, and its size in pixels at <see cref="Dpi"/>.</summary>
internal sealed record DocumentPage(IReadOnlyList<PageElement> Elements)
{
    /// <summary>The resolution of pages, in dots per inch, as in the API's OCR responses.</summary>
    public const int Dpi = 200;

    public int Width { get; init; } = 1700;

    public int Height { get; init; } = 2200;

    /// <summary>The URLs of link annotations, which the text need not contain.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}
