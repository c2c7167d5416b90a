using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>A request to <c>/v1/ocr</c> (<c>OCRRequest</c>).</summary>
/// <remarks>Properties that are null are not sent, so the API's defaults apply.</remarks>
public sealed record OcrRequest : IModelRequest, IPagedRequest
{
    /// <summary>The model (<c>model</c>), for example <c>mistral-ocr-latest</c>. Required.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>
    /// The document or image (<c>document</c>): a <see cref="DocumentUrlChunk"/>, an <see cref="ImageUrlChunk"/> or a
    /// <see cref="FileChunk"/>. Required. <see cref="OcrDocument"/> creates it from a URL, a file, bytes, a stream or a file ID.
    /// </summary>
    [JsonPropertyName("document")]
    public ContentChunk? Document { get; init; }

    /// <summary>
    /// The pages to process (<c>pages</c>), counted from 0, as a list of numbers or a string such as <c>"0-5,7"</c>.
    /// </summary>
    /// <value>Default: all pages.</value>
    [JsonPropertyName("pages")]
    public OcrPages? Pages { get; init; }

    /// <summary>
    /// Whether to return the extracted images as base64 (<c>include_image_base64</c>). If false, only their positions are returned.
    /// </summary>
    /// <value>Default: false, but true for Word and PowerPoint files, see <see cref="OcrApi.ProcessAsync"/>.</value>
    [JsonPropertyName("include_image_base64")]
    public bool? IncludeImageBase64 { get; init; }

    /// <summary>The maximum number of images to extract (<c>image_limit</c>), 0 or more; 0 for no images.</summary>
    [JsonPropertyName("image_limit")]
    public int? ImageLimit { get; init; }

    /// <summary>The minimum height and width of images to extract, in pixels (<c>image_min_size</c>), 0 or more.</summary>
    [JsonPropertyName("image_min_size")]
    public int? ImageMinSize { get; init; }

    /// <summary>
    /// The JSON schema of the annotation of each extracted image (<c>bbox_annotation_format</c>). The type must be <c>json_schema</c>;
    /// <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;().ToResponseFormat()</c> creates it. Each image costs one call of a vision model.
    /// </summary>
    [JsonPropertyName("bbox_annotation_format")]
    public ResponseFormat? BboxAnnotationFormat { get; init; }

    /// <summary>
    /// The JSON schema of the annotation of the whole document (<c>document_annotation_format</c>). The type must be <c>json_schema</c>;
    /// <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;().ToResponseFormat()</c> creates it.
    /// </summary>
    [JsonPropertyName("document_annotation_format")]
    public ResponseFormat? DocumentAnnotationFormat { get; init; }

    /// <summary>
    /// Instructions for the annotation of the whole document (<c>document_annotation_prompt</c>). Requires
    /// <see cref="DocumentAnnotationFormat"/>.
    /// </summary>
    [JsonPropertyName("document_annotation_prompt")]
    public string? DocumentAnnotationPrompt { get; init; }

    /// <summary>
    /// The format of extracted tables (<c>table_format</c>): <c>markdown</c> or <c>html</c>.
    /// </summary>
    /// <value>Default: null, which leaves tables in the Markdown of the page.</value>
    [JsonPropertyName("table_format")]
    public string? TableFormat { get; init; }

    /// <summary>
    /// Whether to move the header of each page from the Markdown to <see cref="OcrPageObject.Header"/> (<c>extract_header</c>).
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("extract_header")]
    public bool? ExtractHeader { get; init; }

    /// <summary>
    /// Whether to move the footer of each page from the Markdown to <see cref="OcrPageObject.Footer"/> (<c>extract_footer</c>).
    /// </summary>
    /// <value>Default: false.</value>
    [JsonPropertyName("extract_footer")]
    public bool? ExtractFooter { get; init; }

    /// <summary>
    /// Whether to return the blocks of each page with their bounding boxes (<c>include_blocks</c>). Always sent, because Mistral's
    /// documentation is inconsistent about the API's default.
    /// </summary>
    /// <value>Default: true.</value>
    [JsonPropertyName("include_blocks")]
    public bool IncludeBlocks { get; init; } = true;

    /// <summary>
    /// The granularity of confidence scores (<c>confidence_scores_granularity</c>): <c>page</c> (averages of the page), <c>word</c> or
    /// <c>block</c>, which requires <see cref="IncludeBlocks"/>.
    /// </summary>
    /// <value>Default: null, which returns no confidence scores.</value>
    [JsonPropertyName("confidence_scores_granularity")]
    public string? ConfidenceScoresGranularity { get; init; }

    /// <summary>Additional request fields that this type does not define. They are sent unchanged.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    int? IPagedRequest.PageCount => Document is ImageUrlChunk ? 1 : Pages?.Count();

    void IRequestBody.WriteTo(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, this, OcrJson.Default.OcrRequest);
}
