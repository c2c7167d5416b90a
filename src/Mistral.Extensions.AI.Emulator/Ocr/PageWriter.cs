using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Mistral.Extensions.AI.Emulator.Server;

namespace Mistral.Extensions.AI.Emulator.Ocr;

/// <summary>
/// Pages in the shape of <c>OCRPageObject</c>. One writer writes all pages of an answer, for images and tables are numbered
/// through the document.
/// </summary>
internal sealed partial class PageWriter(JsonElement request)
{
    private readonly string? _tableFormat = request.FindText("table_format");
    private readonly string? _granularity = request.FindText("confidence_scores_granularity");
    private int _wanted;
    private int _images;
    private int _tables;

    public JsonObject Write(Sheet sheet, int index)
    {
        var spots = Place(sheet);
        var markdown = string.Join("\n\n", spots.Where(spot => !IsExtracted(spot)).Select(spot => spot.Shown));
        return new JsonObject
        {
            ["index"] = index,
            ["markdown"] = markdown,
            ["images"] = new JsonArray([.. spots.Where(spot => spot.Passage.Picture is not null).Select(ToImage)]),
            ["tables"] = new JsonArray([.. spots.Where(spot => spot is { Passage.Kind: "table", Id: not null }).Select(ToTable)]),
            ["hyperlinks"] = new JsonArray([.. LinkForm.Matches(markdown).Select(match => match.Value)
                .Concat(sheet.Links).Distinct().Select(link => JsonValue.Create(link))]),
            ["header"] = Extracted(spots, "header"),
            ["footer"] = Extracted(spots, "footer"),
            ["dimensions"] = new JsonObject { ["dpi"] = Sheet.Dpi, ["height"] = sheet.Height, ["width"] = sheet.Width },
            ["confidence_scores"] = _granularity is null ? null : Confidence.OfPage(markdown, withWords: _granularity == "word"),
            ["blocks"] = OcrRules.Blocks(request) ? new JsonArray([.. spots.Select(ToBlock)]) : null,
        };
    }

    /// <summary>Gives every passage its share of the page's height, from the top, and images and tables their ids.</summary>
    private Spot[] Place(Sheet sheet)
    {
        var passages = Passage.Of(sheet).Where(IsWanted).ToArray();
        return [.. passages.Select((passage, number) => Name(passage) with
        {
            Left = sheet.Width / 10,
            Top = Edge(number),
            Right = sheet.Width - (sheet.Width / 10),
            Bottom = Edge(number + 1),
        })];

        int Edge(int number) => (sheet.Height / 10) + (sheet.Height * 8 / 10 * number / passages.Length);
    }

    private Spot Name(Passage passage)
    {
        if (passage.Picture is { } picture)
            return Refer($"img-{_images++}.{picture.Extension}", "!");
        if (passage.Kind == "table" && _tableFormat is not null)
            return Refer($"tbl-{_tables++}.{Table.Extension(_tableFormat)}", "");
        return new Spot(passage, passage.Text, Id: null);

        Spot Refer(string id, string mark) => new(passage, $"{mark}[{id}]({id})", id);
    }

    /// <summary>Whether a passage is to be seen at all: images may be too many or too small.</summary>
    private bool IsWanted(Passage passage)
    {
        if (passage.Picture is not { } picture)
            return true;
        var smallest = request.FindNumber("image_min_size") ?? 0;
        if (picture.Width < smallest || picture.Height < smallest || _wanted >= (request.FindNumber("image_limit") ?? int.MaxValue))
            return false;
        _wanted++;
        return true;
    }

    private bool IsExtracted(Spot spot) => spot.Passage.Kind is "header" or "footer" && request.IsTrue($"extract_{spot.Passage.Kind}");

    private string? Extracted(IEnumerable<Spot> spots, string kind) =>
        spots.FirstOrDefault(spot => spot.Passage.Kind == kind && IsExtracted(spot))?.Passage.Text;

    private JsonObject ToImage(Spot spot)
    {
        var picture = spot.Passage.Picture!;
        var json = new JsonObject { ["id"] = spot.Id };
        spot.WriteBox(json);
        json["image_base64"] = request.IsTrue("include_image_base64") ? picture.DataUri : null;
        json["image_annotation"] = request.Find("bbox_annotation_format") is { } format
            ? Annotation.Write(format, $"The image \"{spot.Id}\": {picture.Description}")
            : null;
        return json;
    }

    private JsonObject ToTable(Spot spot)
    {
        var content = Table.Write(spot.Passage.Text, _tableFormat!);
        return new JsonObject
        {
            ["id"] = spot.Id,
            ["content"] = content,
            ["format"] = _tableFormat,
            ["word_confidence_scores"] = _granularity == "word" ? Confidence.OfWords(content) : null,
        };
    }

    private JsonObject ToBlock(Spot spot)
    {
        var json = new JsonObject { ["type"] = spot.Passage.Kind };
        spot.WriteBox(json);
        json["content"] = spot.Passage.Text;
        json["confidence_scores"] = _granularity == "block" ? Confidence.OfBlock(spot.Passage.Text) : null;
        if (spot.Passage.Kind == "image")
            json["image_id"] = spot.Id;
        if (spot.Passage.Kind == "table")
            json["table_id"] = spot.Id;
        return json;
    }

    [GeneratedRegex(@"https?://[^\s<>""'()\[\]]*[^\s<>""'()\[\].,;:!?]")]
    private static partial Regex LinkForm { get; }

    /// <summary>A passage where it stands, as the Markdown shows it.</summary>
    private sealed record Spot(Passage Passage, string Shown, string? Id)
    {
        public int Left { get; init; }

        public int Top { get; init; }

        public int Right { get; init; }

        public int Bottom { get; init; }

        public void WriteBox(JsonObject json)
        {
            json["top_left_x"] = Left;
            json["top_left_y"] = Top;
            json["bottom_right_x"] = Right;
            json["bottom_right_y"] = Bottom;
        }
    }
}
