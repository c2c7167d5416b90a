using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>A table extracted from a page (<c>OCRTableObject</c>).</summary>
public sealed record OcrTableObject
{
    /// <summary>The ID of the table, which its link in the Markdown uses, for example <c>tbl-0.html</c> (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The content of the table in the format <see cref="Format"/> (<c>content</c>).</summary>
    [Content]
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>The format of the table (<c>format</c>): <c>markdown</c> or <c>html</c>.</summary>
    [JsonPropertyName("format")]
    public string? Format { get; init; }

    /// <summary>
    /// The confidence scores of the words of the table (<c>word_confidence_scores</c>). Returned if
    /// <see cref="OcrRequest.ConfidenceScoresGranularity"/> is <c>word</c>.
    /// </summary>
    [JsonPropertyName("word_confidence_scores")]
    public IReadOnlyList<OcrConfidenceScore>? WordConfidenceScores { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
