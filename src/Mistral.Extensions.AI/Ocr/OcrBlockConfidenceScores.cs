using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>
/// The confidence scores of a block (<c>OCRBlockConfidenceScores</c>), each between 0 and 1. A score is null if it could not be computed.
/// </summary>
public sealed record OcrBlockConfidenceScores
{
    /// <summary>
    /// The average confidence in the content of the block (<c>average_content_confidence_score</c>). Null if the block has no text.
    /// </summary>
    [JsonPropertyName("average_content_confidence_score")]
    public double? AverageContentConfidenceScore { get; init; }

    /// <summary>
    /// The lowest confidence in a word of the block (<c>minimum_content_confidence_score</c>). Null if the block has no text.
    /// </summary>
    [JsonPropertyName("minimum_content_confidence_score")]
    public double? MinimumContentConfidenceScore { get; init; }

    /// <summary>The confidence in <see cref="OcrBlock.Type"/> (<c>block_type_confidence_score</c>).</summary>
    [JsonPropertyName("block_type_confidence_score")]
    public double? BlockTypeConfidenceScore { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
