using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>The confidence scores of a page (<c>OCRPageConfidenceScores</c>), each between 0 and 1.</summary>
public sealed record OcrPageConfidenceScores
{
    /// <summary>
    /// The confidence scores of the words (<c>word_confidence_scores</c>). Returned if
    /// <see cref="OcrRequest.ConfidenceScoresGranularity"/> is <c>word</c>.
    /// </summary>
    [JsonPropertyName("word_confidence_scores")]
    public IReadOnlyList<OcrConfidenceScore>? WordConfidenceScores { get; init; }

    /// <summary>The average confidence of the page (<c>average_page_confidence_score</c>).</summary>
    [JsonPropertyName("average_page_confidence_score")]
    public double? AveragePageConfidenceScore { get; init; }

    /// <summary>
    /// The lowest confidence of the page (<c>minimum_page_confidence_score</c>): of a word if
    /// <see cref="OcrRequest.ConfidenceScoresGranularity"/> is <c>word</c>, otherwise of a token.
    /// </summary>
    [JsonPropertyName("minimum_page_confidence_score")]
    public double? MinimumPageConfidenceScore { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
