using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>An image extracted from a page, and its bounding box in pixels of the page image (<c>OCRImageObject</c>).</summary>
public sealed record OcrImageObject
{
    /// <summary>The ID of the image, which its link in the Markdown uses, for example <c>img-0.jpeg</c> (<c>id</c>).</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

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

    /// <summary>The image (<c>image_base64</c>). Returned if <see cref="OcrRequest.IncludeImageBase64"/> is true.</summary>
    [Content]
    [JsonPropertyName("image_base64")]
    public OcrImageData? ImageBase64 { get; init; }

    /// <summary>
    /// The annotation of the image, as a JSON string (<c>image_annotation</c>). Returned if <see cref="OcrRequest.BboxAnnotationFormat"/>
    /// is set. <c>GetImageAnnotation&lt;T&gt;</c> deserializes it.
    /// </summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("image_annotation")]
    public string? ImageAnnotation { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
