using System.Text.Json;
using Mistral.Extensions.AI.Adapters.Ocr;
using Mistral.Extensions.AI.Ocr;

// Where the users of these abstractions look.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.AI;
#pragma warning restore IDE0130

/// <summary>Documents that Mistral read, as what Microsoft.Extensions.AI knows.</summary>
public static class MistralOcrExtensions
{
    /// <summary>A document that was read, as contents for a question about it: its text, and its images where they stood.</summary>
    /// <param name="document">What OCR gave.</param>
    /// <param name="includeImages">
    /// Whether images that came with it are contents too. A chat takes eight of them at most; without them their links stay in the text.
    /// </param>
    /// <returns>The contents, in reading order.</returns>
    public static IList<AIContent> ToAIContents(this OcrResponse document, bool includeImages = true) =>
        [.. OcrMapping.ToContents(document ?? throw new ArgumentNullException(nameof(document)), includeImages)];

    /// <summary>A document that was read, as a user's message.</summary>
    /// <param name="document">What OCR gave.</param>
    /// <param name="question">What to ask about it; put behind the document.</param>
    /// <param name="includeImages">Whether images that came with it are sent too; a chat takes eight of them at most.</param>
    /// <returns>The message.</returns>
    public static ChatMessage ToChatMessage(this OcrResponse document, string? question = null, bool includeImages = true)
    {
        var contents = document.ToAIContents(includeImages);
        // The model reads text beside text as one: without an empty line, the question would go on the last line of the document.
        if (question is not null)
            contents.Add(new TextContent(contents.Count > 0 ? $"\n\n{question}" : question));
        return new(ChatRole.User, contents);
    }

    /// <summary>What was written down of the whole document, as the type it was asked in.</summary>
    /// <typeparam name="T">The type of <see cref="OcrRequest.DocumentAnnotationFormat"/>.</typeparam>
    /// <param name="document">What OCR gave.</param>
    /// <param name="options">How to read it, with a contract for the type; null for those <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;</c> takes.</param>
    /// <returns>The annotation; the default of the type where none was asked for.</returns>
    /// <exception cref="Mistral.Extensions.AI.MistralException">The text is no JSON of that type, e.g. because it was cut.</exception>
    public static T? GetDocumentAnnotation<T>(this OcrResponse document, JsonSerializerOptions? options = null) =>
        OcrMapping.ReadAnnotation<T>((document ?? throw new ArgumentNullException(nameof(document))).DocumentAnnotation, "document_annotation", options);

    /// <summary>What was written down of an image, as the type it was asked in.</summary>
    /// <typeparam name="T">The type of <see cref="OcrRequest.BboxAnnotationFormat"/>.</typeparam>
    /// <param name="image">An image of a page.</param>
    /// <param name="options">How to read it, with a contract for the type; null for those <c>ChatResponseFormat.ForJsonSchema&lt;T&gt;</c> takes.</param>
    /// <returns>The annotation; the default of the type where none was asked for.</returns>
    /// <exception cref="Mistral.Extensions.AI.MistralException">The text is no JSON of that type, e.g. because it was cut.</exception>
    public static T? GetImageAnnotation<T>(this OcrImageObject image, JsonSerializerOptions? options = null) =>
        OcrMapping.ReadAnnotation<T>((image ?? throw new ArgumentNullException(nameof(image))).ImageAnnotation, "image_annotation", options);
}
