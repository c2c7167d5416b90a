using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>
/// Pages in the shape of <c>OCRPageObject</c>. One writer writes all pages of an answer, for images and tables are numbered
/// through the document.
/// </summary>
internal sealed partial class OcrPageWriter(JsonElement request)
{
    private readonly string? _tableFormat = request.FindString("table_format");
    private readonly string? _granularity = request.FindString("confidence_scores_granularity");
    private int _includedImageCount;
    private int _imageCount;
    private int _tableCount;

    public JsonObject Write(DocumentPage page, int index)
    {
        var spots = PlaceBlocks(page);
        var markdown = string.Join("\n\n", spots.Where(spot => !IsExtracted(spot)).Select(spot => spot.Markdown));
        return new JsonObject
        {
            ["index"] = index,
            ["markdown"] = markdown,
            ["images"] = new JsonArray([.. spots.Where(spot => spot.Block.Image is not null).Select(ToImage)]),
            ["tables"] = new JsonArray([.. spots.Where(spot => spot is { Block.Kind: "table", Id: not null }).Select(ToTable)]),
            ["hyperlinks"] = new JsonArray([.. LinkRegex.Matches(markdown).Select(match => match.Value)
                .Concat(page.Links).Distinct().Select(link => JsonValue.Create(link))]),
            ["header"] = FindExtractedText(spots, "header"),
            ["footer"] = FindExtractedText(spots, "footer"),
            ["dimensions"] = new JsonObject { ["dpi"] = DocumentPage.Dpi, ["height"] = page.Height, ["width"] = page.Width },
            ["confidence_scores"] = _granularity is null ? null : ConfidenceScores.ForPage(markdown, includeWords: _granularity == "word"),
            ["blocks"] = OcrRules.IncludesBlocks(request) ? new JsonArray([.. spots.Select(ToBlock)]) : null,
        };
    }

    /// <summary>Gives every passage its share of the page's height, from the top, and images and tables their ids.</summary>
    private PlacedBlock[] PlaceBlocks(DocumentPage page)
    {
        var passages = PageBlock.FromPage(page).Where(IsIncluded).ToArray();
        return [.. passages.Select((passage, number) => AssignId(passage) with
        {
            Left = page.Width / 10,
            Top = Edge(number),
            Right = page.Width - (page.Width / 10),
            Bottom = Edge(number + 1),
        })];

        int Edge(int number) => (page.Height / 10) + (page.Height * 8 / 10 * number / passages.Length);
    }

    private PlacedBlock AssignId(PageBlock block)
    {
        if (block.Image is { } picture)
            return Refer($"img-{_imageCount++}.{picture.FileExtension}", "!");
        if (block.Kind == "table" && _tableFormat is not null)
            return Refer($"tbl-{_tableCount++}.{MarkdownTable.GetFileExtension(_tableFormat)}", "");
        return new PlacedBlock(block, block.Text, Id: null);

        PlacedBlock Refer(string id, string mark) => new(block, $"{mark}[{id}]({id})", id);
    }

    /// <summary>Whether a passage is to be seen at all: images may be too many or too small.</summary>
    private bool IsIncluded(PageBlock block)
    {
        if (block.Image is not { } picture)
            return true;
        var smallest = request.FindNumber("image_min_size") ?? 0;
        if (picture.Width < smallest || picture.Height < smallest || _includedImageCount >= (request.FindNumber("image_limit") ?? int.MaxValue))
            return false;
        _includedImageCount++;
        return true;
    }

    private bool IsExtracted(PlacedBlock block) => block.Block.Kind is "header" or "footer" && request.IsTrue($"extract_{block.Block.Kind}");

    private string? FindExtractedText(IEnumerable<PlacedBlock> blocks, string kind) =>
        blocks.FirstOrDefault(spot => spot.Block.Kind == kind && IsExtracted(spot))?.Block.Text;

    private JsonObject ToImage(PlacedBlock block)
    {
        var picture = block.Block.Image!;
        var json = new JsonObject { ["id"] = block.Id };
        block.WriteBoundingBox(json);
        json["image_base64"] = request.IsTrue("include_image_base64") ? picture.DataUri : null;
        json["image_annotation"] = request.Find("bbox_annotation_format") is { } format
            ? AnnotationGenerator.Generate(format, $"The image \"{block.Id}\": {picture.Description}")
            : null;
        return json;
    }

    private JsonObject ToTable(PlacedBlock block)
    {
        var content = MarkdownTable.Convert(block.Block.Text, _tableFormat!);
        return new JsonObject
        {
            ["id"] = block.Id,
            ["content"] = content,
            ["format"] = _tableFormat,
            ["word_confidence_scores"] = _granularity == "word" ? ConfidenceScores.ForWords(content) : null,
        };
    }

    private JsonObject ToBlock(PlacedBlock block)
    {
        var json = new JsonObject { ["type"] = block.Block.Kind };
        block.WriteBoundingBox(json);
        json["content"] = block.Block.Text;
        json["confidence_scores"] = _granularity == "block" ? ConfidenceScores.ForBlock(block.Block.Text) : null;
        if (block.Block.Kind == "image")
            json["image_id"] = block.Id;
        if (block.Block.Kind == "table")
            json["table_id"] = block.Id;
        return json;
    }

    [GeneratedRegex(@"https?://[^\s<>""'()\[\]]*[^\s<>""'()\[\].,;:!?]")]
    private static partial Regex LinkRegex { get; }

    /// <summary>A passage where it stands, as the Markdown shows it.</summary>
    private sealed record PlacedBlock(PageBlock Block, string Markdown, string? Id)
    {
        public int Left { get; init; }

        public int Top { get; init; }

        public int Right { get; init; }

        public int Bottom { get; init; }

        public void WriteBoundingBox(JsonObject json)
        {
            json["top_left_x"] = Left;
            json["top_left_y"] = Top;
            json["bottom_right_x"] = Right;
            json["bottom_right_y"] = Bottom;
        }
    }
}
