namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>A line of Markdown, or an image.</summary>
internal sealed record PageElement(string Text, DocumentImage? Image = null)
{
    public static PageElement FromImage(DocumentImage image) => new("", image);
}
