using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>
/// Places the blocks of pages and assigns the IDs of images and tables. One instance is used for all pages of a response,
/// because IDs are numbered across all pages and <c>image_limit</c> applies to the whole document.
/// </summary>
/// <param name="request">The OCR request.</param>
internal sealed class PageLayout(JsonElement request)
{
    private readonly string? _tableFormat = request.FindString("table_format");
    private int _includedImageCount;
    private int _nextImageNumber;
    private int _nextTableNumber;

    /// <summary>Places the blocks of a page. They share its height equally, from the top, within margins of a tenth of the page.</summary>
    public PlacedBlock[] PlaceBlocks(DocumentPage page)
    {
        var blocks = PageBlock.FromPage(page).Where(IsIncluded).ToArray();
        return [.. blocks.Select((block, index) => AssignId(block) with
        {
            Left = page.Width / 10,
            Top = GetEdge(index),
            Right = page.Width - (page.Width / 10),
            Bottom = GetEdge(index + 1),
        })];

        int GetEdge(int index) => (page.Height / 10) + (page.Height * 8 / 10 * index / blocks.Length);
    }

    private PlacedBlock AssignId(PageBlock block)
    {
        if (block.Image is { } image)
            return CreateReference($"img-{_nextImageNumber++}.{image.FileExtension}", "!");
        if (block.Kind == "table" && _tableFormat is not null)
            return CreateReference($"tbl-{_nextTableNumber++}.{MarkdownTable.GetFileExtension(_tableFormat)}", "");
        return new PlacedBlock(block, block.Text, Id: null);

        PlacedBlock CreateReference(string id, string prefix) => new(block, $"{prefix}[{id}]({id})", id);
    }

    /// <summary>Whether a block is part of the response: <c>image_limit</c> and <c>image_min_size</c> exclude images.</summary>
    private bool IsIncluded(PageBlock block)
    {
        if (block.Image is not { } image)
            return true;
        var minSize = request.FindNumber("image_min_size") ?? 0;
        var maxCount = request.FindNumber("image_limit") ?? int.MaxValue;
        if (image.Width < minSize || image.Height < minSize || _includedImageCount >= maxCount)
            return false;
        _includedImageCount++;
        return true;
    }
}
