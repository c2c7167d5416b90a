using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>A page of a processed document (<c>OCRPageObject</c>).</summary>
public sealed record OcrPageObject
{
    /// <summary>The zero-based index of the page in the document (<c>index</c>).</summary>
    [JsonPropertyName("index")]
    public int Index { get; init; }

    /// <summary>
    /// The text of the page as Markdown (<c>markdown</c>), with links in place of extracted images and tables.
    /// <see cref="ToMarkdown"/> inserts them.
    /// </summary>
    [Content]
    [JsonPropertyName("markdown")]
    public string? Markdown { get; init; }

    /// <summary>The images extracted from the page (<c>images</c>).</summary>
    [Content]
    [JsonPropertyName("images")]
    public IReadOnlyList<OcrImageObject>? Images { get; init; }

    /// <summary>
    /// The tables extracted from the page (<c>tables</c>). Returned if <see cref="OcrRequest.TableFormat"/> is set; otherwise tables are
    /// part of <see cref="Markdown"/>.
    /// </summary>
    [Content]
    [JsonPropertyName("tables")]
    public IReadOnlyList<OcrTableObject>? Tables { get; init; }

    /// <summary>The hyperlinks in the page (<c>hyperlinks</c>).</summary>
    [JsonPropertyName("hyperlinks")]
    public IReadOnlyList<string>? Hyperlinks { get; init; }

    /// <summary>The header of the page (<c>header</c>). Returned if <see cref="OcrRequest.ExtractHeader"/> is true.</summary>
    [JsonPropertyName("header")]
    public string? Header { get; init; }

    /// <summary>The footer of the page (<c>footer</c>). Returned if <see cref="OcrRequest.ExtractFooter"/> is true.</summary>
    [JsonPropertyName("footer")]
    public string? Footer { get; init; }

    /// <summary>The size of the page image, to which all coordinates refer (<c>dimensions</c>).</summary>
    [JsonPropertyName("dimensions")]
    public OcrPageDimensions? Dimensions { get; init; }

    /// <summary>
    /// The confidence scores of the page (<c>confidence_scores</c>). Returned if
    /// <see cref="OcrRequest.ConfidenceScoresGranularity"/> is set.
    /// </summary>
    [JsonPropertyName("confidence_scores")]
    public OcrPageConfidenceScores? ConfidenceScores { get; init; }

    /// <summary>
    /// The paragraphs, titles, tables and other blocks of the page in reading order, with their bounding boxes (<c>blocks</c>). Returned if
    /// <see cref="OcrRequest.IncludeBlocks"/> is true and the model supports it.
    /// </summary>
    [JsonPropertyName("blocks")]
    public IReadOnlyList<OcrBlock>? Blocks { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the page as one Markdown text.</summary>
    /// <param name="embedImages">
    /// True to embed the images of the response as data URIs; false to keep the links to them, such as <c>![img-0.jpeg](img-0.jpeg)</c>.
    /// </param>
    /// <returns>The Markdown with the images and tables in their positions. An extracted header or footer is not included.</returns>
    public string ToMarkdown(bool embedImages = true) => PageMarkdown.Write(this, embedImages);
}
