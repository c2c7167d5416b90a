using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>The usage of an OCR request (<c>OCRUsageInfo</c>).</summary>
public sealed record OcrUsageInfo
{
    /// <summary>The number of pages processed, which is the number billed (<c>pages_processed</c>).</summary>
    [JsonPropertyName("pages_processed")]
    public int? PagesProcessed { get; init; }

    /// <summary>The size of the document in bytes (<c>doc_size_bytes</c>).</summary>
    [JsonPropertyName("doc_size_bytes")]
    public long? DocSizeBytes { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
