using System.Text.Json;
using Mistral.Extensions.AI.Adapters.Ocr;
using Mistral.Extensions.AI.Ocr;

// The namespace of the returned types, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Extension methods that convert OCR results to types of Microsoft.Extensions.AI and read their annotations.</summary>
public static class MistralOcrExtensions
{
    /// <summary>Converts an OCR result to message contents: the text of the document, with its images in their places.</summary>
    /// <param name="document">The OCR result.</param>
    /// <param name="includeImages">
    /// Whether to include the images of the OCR result. A chat request can have at most eight images. If false, the links to the images
    /// stay in the text.
    /// </param>
    /// <returns>The contents, in reading order.</returns>
    public static IList<AIContent> ToAIContents(this OcrResponse document, bool includeImages = true) =>
        [.. OcrMapping.ToContents(document ?? throw new ArgumentNullException(nameof(document)), includeImages)];

    /// <summary>Converts an OCR result to a user message.</summary>
    /// <param name="document">The OCR result.</param>
    /// <param name="question">A question about the document, which is added after it.</param>
    /// <param name="includeImages">Whether to include the images of the OCR result. A chat request can have at most eight images.</param>
    /// <returns>A user message.</returns>
    public static ChatMessage ToChatMessage(this OcrResponse document, string? question = null, bool includeImages = true)
    {
        var contents = document.ToAIContents(includeImages);
        // Adjacent text contents are read as one text: without an empty line, the question would continue the last line of the document.
        if (question is not null)
            contents.Add(new TextContent(contents.Count > 0 ? $"\n\n{question}" : question));
        return new(ChatRole.User, contents);
    }

    /// <summary>Deserializes the annotation of the document (<c>document_annotation</c>).</summary>
    /// <typeparam name="T">The type whose JSON schema was the <see cref="OcrRequest.DocumentAnnotationFormat"/>.</typeparam>
    /// <param name="document">The OCR result.</param>
    /// <param name="options">
    /// The serializer options, with JSON metadata for the type, or null for the default options of
    /// <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;</c>.
    /// </param>
    /// <returns>The annotation, or the default value of the type if no annotation was requested.</returns>
    /// <exception cref="Mistral.Extensions.AI.MistralException">
    /// The annotation is not JSON of that type, for example because it was truncated.
    /// </exception>
    public static T? GetDocumentAnnotation<T>(this OcrResponse document, JsonSerializerOptions? options = null) =>
        OcrMapping.ReadAnnotation<T>(
            (document ?? throw new ArgumentNullException(nameof(document))).DocumentAnnotation, "document_annotation", options);

    /// <summary>Deserializes the annotation of an image (<c>image_annotation</c>).</summary>
    /// <typeparam name="T">The type whose JSON schema was the <see cref="OcrRequest.BboxAnnotationFormat"/>.</typeparam>
    /// <param name="image">An image of a page.</param>
    /// <param name="options">
    /// The serializer options, with JSON metadata for the type, or null for the default options of
    /// <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;</c>.
    /// </param>
    /// <returns>The annotation, or the default value of the type if no annotation was requested.</returns>
    /// <exception cref="Mistral.Extensions.AI.MistralException">
    /// The annotation is not JSON of that type, for example because it was truncated.
    /// </exception>
    public static T? GetImageAnnotation<T>(this OcrImageObject image, JsonSerializerOptions? options = null) =>
        OcrMapping.ReadAnnotation<T>(
            (image ?? throw new ArgumentNullException(nameof(image))).ImageAnnotation, "image_annotation", options);
}
