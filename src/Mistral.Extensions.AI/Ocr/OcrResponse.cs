using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>The response of <c>/v1/ocr</c> (<c>OCRResponse</c>).</summary>
public sealed record OcrResponse : IApiResponse
{
    private readonly IReadOnlyList<OcrPageObject>? _pages;

    /// <summary>The processed pages, in order (<c>pages</c>).</summary>
    [Content]
    [JsonPropertyName("pages")]
    public IReadOnlyList<OcrPageObject> Pages
    {
        get => _pages ?? [];
        init => _pages = value is null ? null : [.. value.Where(static page => page is not null)];
    }

    /// <summary>The text of all pages as Markdown, with links in place of the images. The same as <c>ToMarkdown(false)</c>.</summary>
    [JsonIgnore]
    public string Text => ToMarkdown(embedImages: false);

    bool IApiResponse.HasContent => _pages is not null;

    /// <summary>The model that processed the document (<c>model</c>).</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>
    /// The annotation of the whole document, as a JSON string (<c>document_annotation</c>). Returned if
    /// <see cref="OcrRequest.DocumentAnnotationFormat"/> is set. <c>GetDocumentAnnotation&lt;T&gt;</c> deserializes it.
    /// </summary>
    [JsonConverter(typeof(JsonTextConverter))]
    [JsonPropertyName("document_annotation")]
    public string? DocumentAnnotation { get; init; }

    /// <summary>The number of processed pages and the size of the document (<c>usage_info</c>).</summary>
    [JsonPropertyName("usage_info")]
    public OcrUsageInfo? UsageInfo { get; init; }

    /// <summary>Additional properties returned by the API.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Returns the whole document as one Markdown text.</summary>
    /// <param name="embedImages">
    /// True to embed the images of the response as data URIs; false to keep the links to them, such as <c>![img-0.jpeg](img-0.jpeg)</c>.
    /// </param>
    /// <returns>
    /// The Markdown of all pages, separated by an empty line, with the images and tables in their positions. Extracted headers and footers
    /// are not included.
    /// </returns>
    public string ToMarkdown(bool embedImages = true) => string.Join("\n\n", Pages.Select(page => page.ToMarkdown(embedImages)));
}
