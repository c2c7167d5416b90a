using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>The size of the page image to which the coordinates of the page refer (<c>OCRPageDimensions</c>).</summary>
public sealed record OcrPageDimensions
{
    /// <summary>The resolution of the image in dots per inch (<c>dpi</c>).</summary>
    [JsonPropertyName("dpi")]
    public int? Dpi { get; init; }

    /// <summary>The height of the image in pixels (<c>height</c>).</summary>
    [JsonPropertyName("height")]
    public int? Height { get; init; }

    /// <summary>The width of the image in pixels (<c>width</c>).</summary>
    [JsonPropertyName("width")]
    public int? Width { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
