using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Model;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Ocr;

/// <summary>Writes the pages of one response: <c>OCRPageObject</c> in the OpenAPI description.</summary>
/// <param name="request">The OCR request.</param>
/// <param name="budget">The limit of the work for the request.</param>
internal sealed partial class OcrPageWriter(JsonElement request, GenerationBudget budget)
{
    private readonly PageLayout _layout = new(request);
    private readonly string? _tableFormat = request.FindString("table_format");
    private readonly string? _granularity = request.FindString("confidence_scores_granularity");

    /// <summary>Creates a page of the response.</summary>
    /// <param name="page">The page of the document.</param>
    /// <param name="index">The index of the page in the document, from 0.</param>
    public JsonObject Write(DocumentPage page, int index)
    {
        var placedBlocks = _layout.PlaceBlocks(page);
        var markdown = string.Join("\n\n", placedBlocks.Where(placed => !IsExtracted(placed)).Select(placed => placed.Markdown));
        return new JsonObject
        {
            ["index"] = index,
            ["markdown"] = markdown,
            ["images"] = new JsonArray([.. placedBlocks.Where(placed => placed.Block.Image is not null).Select(ToImage)]),
            ["tables"] = new JsonArray([.. placedBlocks.Where(placed => placed is { Block.Kind: "table", Id: not null }).Select(ToTable)]),
            ["hyperlinks"] = new JsonArray([.. LinkRegex().Matches(markdown).Select(match => match.Value)
                .Concat(page.Links).Distinct().Select(link => JsonValue.Create(link))]),
            ["header"] = FindExtractedText(placedBlocks, "header"),
            ["footer"] = FindExtractedText(placedBlocks, "footer"),
            ["dimensions"] = new JsonObject { ["dpi"] = DocumentPage.Dpi, ["height"] = page.Height, ["width"] = page.Width },
            ["confidence_scores"] = _granularity is null ? null : ConfidenceScores.ForPage(markdown, includeWords: _granularity == "word"),
            ["blocks"] = OcrRules.IncludesBlocks(request) ? new JsonArray([.. placedBlocks.Select(ToBlock)]) : null,
        };
    }

    /// <summary>Whether a block is a header or a footer that the request extracts from the Markdown.</summary>
    private bool IsExtracted(PlacedBlock placed) =>
        placed.Block.Kind is "header" or "footer" && request.IsTrue($"extract_{placed.Block.Kind}");

    private string? FindExtractedText(IEnumerable<PlacedBlock> placedBlocks, string kind) =>
        placedBlocks.FirstOrDefault(placed => placed.Block.Kind == kind && IsExtracted(placed))?.Block.Text;

    private JsonObject ToImage(PlacedBlock placed)
    {
        var image = placed.Block.Image!;
        var json = new JsonObject { ["id"] = placed.Id };
        placed.WriteBoundingBox(json);
        json["image_base64"] = request.IsTrue("include_image_base64") ? image.DataUri : null;
        json["image_annotation"] = request.Find("bbox_annotation_format") is { } format
            ? AnnotationGenerator.Generate(format, $"The image \"{placed.Id}\": {image.Description}", budget)
            : null;
        return json;
    }

    private JsonObject ToTable(PlacedBlock placed)
    {
        var content = MarkdownTable.Convert(placed.Block.Text, _tableFormat!);
        return new JsonObject
        {
            ["id"] = placed.Id,
            ["content"] = content,
            ["format"] = _tableFormat,
            ["word_confidence_scores"] = _granularity == "word" ? ConfidenceScores.ForWords(content) : null,
        };
    }

    private JsonObject ToBlock(PlacedBlock placed)
    {
        var json = new JsonObject { ["type"] = placed.Block.Kind };
        placed.WriteBoundingBox(json);
        json["content"] = placed.Block.Text;
        json["confidence_scores"] = _granularity == "block" ? ConfidenceScores.ForBlock(placed.Block.Text) : null;
        if (placed.Block.Kind == "image")
            json["image_id"] = placed.Id;
        if (placed.Block.Kind == "table")
            json["table_id"] = placed.Id;
        return json;
    }

    [GeneratedRegex(@"https?://[^\s<>""'()\[\]]*[^\s<>""'()\[\].,;:!?]")]
    private static partial Regex LinkRegex();
}
