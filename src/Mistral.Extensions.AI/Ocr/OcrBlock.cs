using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// A part of a page, and where it stands, in pixels (<c>OCRTextBlock</c>, <c>OCRTitleBlock</c> and the other kinds, which differ in no more
/// than an id).
/// </summary>
public sealed record OcrBlock
{
    /// <summary>
    /// <c>text</c>, <c>title</c>, <c>list</c>, <c>table</c>, <c>image</c>, <c>equation</c>, <c>caption</c>, <c>code</c>, <c>references</c>,
    /// <c>aside_text</c>, <c>header</c>, <c>footer</c>, <c>signature</c>, or a word to come.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>Left edge.</summary>
    public int? TopLeftX { get; init; }

    /// <summary>Upper edge.</summary>
    public int? TopLeftY { get; init; }

    /// <summary>Right edge.</summary>
    public int? BottomRightX { get; init; }

    /// <summary>Lower edge.</summary>
    public int? BottomRightY { get; init; }

    /// <summary>Text, Markdown or HTML. Of a signature the name, where it can be read.</summary>
    public string? Content { get; init; }

    /// <summary>The image of the page this is; of an image only.</summary>
    public string? ImageId { get; init; }

    /// <summary>The table of the page this is; of a table that was taken apart only.</summary>
    public string? TableId { get; init; }

    /// <summary>How sure the model was.</summary>
    public OcrBlockConfidenceScores? ConfidenceScores { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>How sure the model was of a block (<c>OCRBlockConfidenceScores</c>), 0 to 1; null where it cannot be said.</summary>
public sealed record OcrBlockConfidenceScores
{
    /// <summary>Of its text, on average.</summary>
    public double? AverageContentConfidenceScore { get; init; }

    /// <summary>Of the least sure word.</summary>
    public double? MinimumContentConfidenceScore { get; init; }

    /// <summary>Of its kind.</summary>
    public double? BlockTypeConfidenceScore { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>How sure the model was of a page (<c>OCRPageConfidenceScores</c>), 0 to 1.</summary>
public sealed record OcrPageConfidenceScores
{
    /// <summary>Of each word, where that was asked for.</summary>
    public IReadOnlyList<OcrConfidenceScore>? WordConfidenceScores { get; init; }

    /// <summary>On average.</summary>
    public double? AveragePageConfidenceScore { get; init; }

    /// <summary>Of the least sure part.</summary>
    public double? MinimumPageConfidenceScore { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}

/// <summary>How sure the model was of a word (<c>OCRConfidenceScore</c>).</summary>
public sealed record OcrConfidenceScore
{
    /// <summary>The word.</summary>
    public string? Text { get; init; }

    /// <summary>0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>Where it begins in the Markdown.</summary>
    public int? StartIndex { get; init; }

    /// <summary>What the API said that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
