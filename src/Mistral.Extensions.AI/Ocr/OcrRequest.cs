using System.Text.Json;
using System.Text.Json.Serialization;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Ocr;

/// <summary>A request to <c>/v1/ocr</c> (<c>OCRRequest</c>). What is null is not sent, and the server's default holds.</summary>
public sealed record OcrRequest : IModelRequest
{
    /// <summary>The model, e.g. <c>mistral-ocr-latest</c>. Has to be said.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// What to read: a <see cref="DocumentUrlChunk"/>, an <see cref="ImageUrlChunk"/> or a <see cref="FileChunk"/>. <see cref="OcrDocument"/> makes
    /// them from files, bytes and streams.
    /// </summary>
    public ContentChunk? Document { get; init; }

    /// <summary>Which pages, from 0; null for all.</summary>
    public OcrPages? Pages { get; init; }

    /// <summary>Whether the images themselves are wanted, and not only where they are.</summary>
    /// <value>The server takes null for false.</value>
    public bool? IncludeImageBase64 { get; init; }

    /// <summary>The most images to take out; 0 for none.</summary>
    public int? ImageLimit { get; init; }

    /// <summary>The least height and width of an image to take out, in pixels.</summary>
    public int? ImageMinSize { get; init; }

    /// <summary>
    /// What to write down of each image: a <c>json_schema</c>, as <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;().ToResponseFormat()</c> makes it.
    /// Each image costs a call of a vision model.
    /// </summary>
    public ResponseFormat? BboxAnnotationFormat { get; init; }

    /// <summary>What to write down of the whole document; a <c>json_schema</c> too.</summary>
    public ResponseFormat? DocumentAnnotationFormat { get; init; }

    /// <summary>More instructions for that; only together with <see cref="DocumentAnnotationFormat"/>.</summary>
    public string? DocumentAnnotationPrompt { get; init; }

    /// <summary><c>markdown</c> or <c>html</c>: tables come apart from the text, in that format. Null leaves them in the text.</summary>
    public string? TableFormat { get; init; }

    /// <summary>Whether the header of a page comes apart from its text.</summary>
    /// <value>The server takes null for false.</value>
    public bool? ExtractHeader { get; init; }

    /// <summary>Whether the footer of a page comes apart from its text.</summary>
    /// <value>The server takes null for false.</value>
    public bool? ExtractFooter { get; init; }

    /// <summary>Whether to say where each paragraph stands on the page. It is always sent, because Mistral's pages differ on the default.</summary>
    /// <value>True</value>
    public bool IncludeBlocks { get; init; } = true;

    /// <summary><c>page</c>, <c>word</c> or <c>block</c>: how sure the model was, of what. <c>block</c> needs <see cref="IncludeBlocks"/>.</summary>
    public string? ConfidenceScoresGranularity { get; init; }

    /// <summary>Fields this version of the library does not know, sent as they are.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
