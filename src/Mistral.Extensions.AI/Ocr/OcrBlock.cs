using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// A block of a page and its bounding box, in pixels of the page image. One type for all kinds of blocks of the API
/// (<c>OCRTextBlock</c>, <c>OCRTitleBlock</c>, <c>OCRTableBlock</c> and others).
/// </summary>
public sealed record OcrBlock
{
    /// <summary>
    /// The kind of block (<c>type</c>): <c>text</c>, <c>title</c>, <c>list</c>, <c>table</c>, <c>image</c>, <c>equation</c>,
    /// <c>caption</c>, <c>code</c>, <c>references</c>, <c>aside_text</c>, <c>header</c>, <c>footer</c> or <c>signature</c>. Later models
    /// may return other values.
    /// </summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The x coordinate of the top-left corner, in pixels (<c>top_left_x</c>).</summary>
    [JsonPropertyName("top_left_x")]
    public int? TopLeftX { get; init; }

    /// <summary>The y coordinate of the top-left corner, in pixels (<c>top_left_y</c>).</summary>
    [JsonPropertyName("top_left_y")]
    public int? TopLeftY { get; init; }

    /// <summary>The x coordinate of the bottom-right corner, in pixels (<c>bottom_right_x</c>).</summary>
    [JsonPropertyName("bottom_right_x")]
    public int? BottomRightX { get; init; }

    /// <summary>The y coordinate of the bottom-right corner, in pixels (<c>bottom_right_y</c>).</summary>
    [JsonPropertyName("bottom_right_y")]
    public int? BottomRightY { get; init; }

    /// <summary>
    /// The content as plain text, Markdown or HTML (<c>content</c>). For a signature, the name if it is legible, otherwise an empty string.
    /// </summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>
    /// The ID of the image in <see cref="OcrPageObject.Images"/> (<c>image_id</c>). Only for blocks of type <c>image</c>.
    /// </summary>
    [JsonPropertyName("image_id")]
    public string? ImageId { get; init; }

    /// <summary>
    /// The ID of the table in <see cref="OcrPageObject.Tables"/> (<c>table_id</c>). Only for blocks of type <c>table</c>, if tables were
    /// extracted.
    /// </summary>
    [JsonPropertyName("table_id")]
    public string? TableId { get; init; }

    /// <summary>
    /// The confidence scores of the block (<c>confidence_scores</c>). Returned if
    /// <see cref="OcrRequest.ConfidenceScoresGranularity"/> is <c>block</c>.
    /// </summary>
    [JsonPropertyName("confidence_scores")]
    public OcrBlockConfidenceScores? ConfidenceScores { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
