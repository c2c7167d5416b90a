using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>What was read (<c>OCRResponse</c>).</summary>
public sealed record OcrResponse : IApiResponse
{
    private readonly IReadOnlyList<OcrPageObject>? _pages;

    /// <summary>The pages that were asked for, in order.</summary>
    public IReadOnlyList<OcrPageObject> Pages
    {
        get => _pages ?? [];
        init => _pages = value;
    }

    bool IApiResponse.HasContent => _pages is not null;

    /// <summary>The model that read.</summary>
    public string? Model { get; init; }

    /// <summary>What was to be written down of the whole document: JSON text, which <c>GetDocumentAnnotation&lt;T&gt;</c> reads.</summary>
    public string? DocumentAnnotation { get; init; }

    /// <summary>What it cost.</summary>
    public OcrUsageInfo? UsageInfo { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>The whole document as one Markdown text.</summary>
    /// <param name="embedImages">Whether images that came with the answer are put into it, as data URIs; they stay links otherwise.</param>
    /// <returns>The text of all pages, with images and tables in place. Headers and footers that were taken apart stay apart.</returns>
    public string ToMarkdown(bool embedImages = true) => string.Join("\n\n", Pages.Select(page => page.ToMarkdown(embedImages)));
}

/// <summary>A page (<c>OCRPageObject</c>).</summary>
public sealed record OcrPageObject
{
    /// <summary>Its place in the document, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Its text, with links where images and tables have been taken out.</summary>
    public string? Markdown { get; init; }

    /// <summary>Its images.</summary>
    public IReadOnlyList<OcrImageObject>? Images { get; init; }

    /// <summary>Its tables, where <see cref="OcrRequest.TableFormat"/> took them apart.</summary>
    public IReadOnlyList<OcrTableObject>? Tables { get; init; }

    /// <summary>Where its links lead.</summary>
    public IReadOnlyList<string>? Hyperlinks { get; init; }

    /// <summary>Its header, where it was taken apart.</summary>
    public string? Header { get; init; }

    /// <summary>Its footer, where it was taken apart.</summary>
    public string? Footer { get; init; }

    /// <summary>How large the picture of the page was.</summary>
    public OcrPageDimensions? Dimensions { get; init; }

    /// <summary>How sure the model was.</summary>
    public OcrPageConfidenceScores? ConfidenceScores { get; init; }

    /// <summary>Its paragraphs and other parts in reading order, each with its place on the page.</summary>
    public IReadOnlyList<OcrBlock>? Blocks { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>The page as one Markdown text.</summary>
    /// <param name="embedImages">Whether images that came with the answer are put into it, as data URIs.</param>
    /// <returns>The text, with images and tables in place.</returns>
    public string ToMarkdown(bool embedImages = true) => PageMarkdown.Write(this, embedImages);
}

/// <summary>An image of a page (<c>OCRImageObject</c>), and where on the page it is, in pixels.</summary>
public sealed record OcrImageObject
{
    /// <summary>What the Markdown calls it, e.g. <c>img-0.jpeg</c>.</summary>
    public string? Id { get; init; }

    /// <summary>Left edge.</summary>
    public int? TopLeftX { get; init; }

    /// <summary>Upper edge.</summary>
    public int? TopLeftY { get; init; }

    /// <summary>Right edge.</summary>
    public int? BottomRightX { get; init; }

    /// <summary>Lower edge.</summary>
    public int? BottomRightY { get; init; }

    /// <summary>The image itself, where <see cref="OcrRequest.IncludeImageBase64"/> asked for it.</summary>
    public OcrImageData? ImageBase64 { get; init; }

    /// <summary>What was to be written down of it: JSON text, which <c>GetImageAnnotation&lt;T&gt;</c> reads.</summary>
    public string? ImageAnnotation { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>A table of a page (<c>OCRTableObject</c>).</summary>
public sealed record OcrTableObject
{
    /// <summary>What the Markdown calls it, e.g. <c>tbl-0.html</c>.</summary>
    public string? Id { get; init; }

    /// <summary>The table.</summary>
    public string? Content { get; init; }

    /// <summary><c>markdown</c> or <c>html</c>.</summary>
    public string? Format { get; init; }

    /// <summary>How sure the model was of each word.</summary>
    public IReadOnlyList<OcrConfidenceScore>? WordConfidenceScores { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>How large the picture of a page was (<c>OCRPageDimensions</c>).</summary>
public sealed record OcrPageDimensions
{
    /// <summary>Dots per inch.</summary>
    public int? Dpi { get; init; }

    /// <summary>In pixels.</summary>
    public int? Height { get; init; }

    /// <summary>In pixels.</summary>
    public int? Width { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>What reading cost (<c>OCRUsageInfo</c>).</summary>
public sealed record OcrUsageInfo
{
    /// <summary>Pages that were read and are billed.</summary>
    public int? PagesProcessed { get; init; }

    /// <summary>The size of the document.</summary>
    public long? DocSizeBytes { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
