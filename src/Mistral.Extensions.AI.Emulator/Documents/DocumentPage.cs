namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>A page as it was read: lines and pictures in their order, and its size in dots.</summary>
internal sealed record DocumentPage(IReadOnlyList<PageElement> Elements)
{
    /// <summary>The resolution in which the server looks at pages.</summary>
    public const int Dpi = 200;

    public int Width { get; init; } = 1700;

    public int Height { get; init; } = 2200;

    /// <summary>Links that do not stand in the text.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}

/// <summary>A line of Markdown, or a picture.</summary>
internal sealed record PageElement(string Text, DocumentImage? Image = null)
{
    public static PageElement FromImage(DocumentImage image) => new("", image);
}
