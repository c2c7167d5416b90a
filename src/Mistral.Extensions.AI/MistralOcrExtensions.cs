using System.Text.Json;
using Mistral.Extensions.AI.Adapters.Ocr;
using Mistral.Extensions.AI.Ocr;

// The namespace of the types that these methods return, so that no further using directive is needed.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Extension methods that convert OCR results to Microsoft.Extensions.AI types and annotations to .NET types.</summary>
public static class MistralOcrExtensions
{
    /// <summary>Converts a document to contents of a chat message: its text, with its images in their positions.</summary>
    /// <param name="document">The response of the OCR request.</param>
    /// <param name="includeImages">
    /// True to add the images of the response as contents; a chat request accepts at most eight. False to keep only the links to them.
    /// </param>
    /// <returns>The contents in reading order.</returns>
    public static IList<AIContent> ToAIContents(this OcrResponse document, bool includeImages = true) =>
        [.. OcrMapping.ToContents(document ?? throw new ArgumentNullException(nameof(document)), includeImages)];

    /// <summary>Creates a user message from a document and an optional question about it.</summary>
    /// <param name="document">The response of the OCR request.</param>
    /// <param name="question">The question, which follows the document; may be null.</param>
    /// <param name="includeImages">
    /// True to add the images of the response as contents; a chat request accepts at most eight. False to keep only the links to them.
    /// </param>
    /// <returns>The message, with the role <see cref="ChatRole.User"/>.</returns>
    public static ChatMessage ToChatMessage(this OcrResponse document, string? question = null, bool includeImages = true)
    {
        var contents = document.ToAIContents(includeImages);
        // The model reads adjacent text contents as one text: without an empty line, the question would continue the last line.
        if (question is not null)
            contents.Add(new TextContent(contents.Count > 0 ? $"\n\n{question}" : question));
        return new(ChatRole.User, contents);
    }

    /// <summary>Deserializes the annotation of the whole document.</summary>
    /// <typeparam name="T">The type whose JSON schema was sent as <see cref="OcrRequest.DocumentAnnotationFormat"/>.</typeparam>
    /// <param name="document">The response of the OCR request.</param>
    /// <param name="options">
    /// The serializer options, which must resolve <typeparamref name="T"/>; null for <see cref="AIJsonUtilities.DefaultOptions"/>.
    /// </param>
    /// <returns>The annotation, or the default value of the type if the response has none.</returns>
    /// <exception cref="Mistral.Extensions.AI.MistralException">
    /// The annotation is not valid JSON for the type, for example because it was truncated.
    /// </exception>
    public static T? GetDocumentAnnotation<T>(this OcrResponse document, JsonSerializerOptions? options = null) =>
        OcrMapping.ReadAnnotation<T>(
            (document ?? throw new ArgumentNullException(nameof(document))).DocumentAnnotation, "document_annotation", options);

    /// <summary>Deserializes the annotation of an image.</summary>
    /// <typeparam name="T">The type whose JSON schema was sent as <see cref="OcrRequest.BboxAnnotationFormat"/>.</typeparam>
    /// <param name="image">An image of a page.</param>
    /// <param name="options">
    /// The serializer options, which must resolve <typeparamref name="T"/>; null for <see cref="AIJsonUtilities.DefaultOptions"/>.
    /// </param>
    /// <returns>The annotation, or the default value of the type if the image has none.</returns>
    /// <exception cref="Mistral.Extensions.AI.MistralException">
    /// The annotation is not valid JSON for the type, for example because it was truncated.
    /// </exception>
    public static T? GetImageAnnotation<T>(this OcrImageObject image, JsonSerializerOptions? options = null) =>
        OcrMapping.ReadAnnotation<T>(
            (image ?? throw new ArgumentNullException(nameof(image))).ImageAnnotation, "image_annotation", options);
}
