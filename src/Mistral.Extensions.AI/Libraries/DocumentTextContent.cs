using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>The text of a document (<c>DocumentTextContent</c>).</summary>
public sealed record DocumentTextContent : IApiResponse
{
    /// <summary>The text (<c>text</c>). That of PDF, Word and PowerPoint files is the Markdown of Mistral OCR.</summary>
    [Content]
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    bool IApiResponse.HasContent => Text is not null;
}
