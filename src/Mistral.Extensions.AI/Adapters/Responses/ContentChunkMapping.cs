using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Maps <see cref="ContentChunk"/> to <see cref="AIContent"/>.</summary>
internal static class ContentChunkMapping
{
    /// <summary>Adds the contents of a chunk: usually one, several for thinking with citations, none for empty thinking.</summary>
    /// <param name="chunk">The chunk to map.</param>
    /// <param name="contents">The list to add to.</param>
    /// <param name="hideReasoning">Whether to leave out the text of thinking chunks. Their signatures are kept.</param>
    internal static void AddTo(this ContentChunk chunk, IList<AIContent> contents, bool hideReasoning = false)
    {
        if (chunk is ThinkChunk thinking)
            thinking.AddTo(contents, hideReasoning);
        else
            contents.Add(chunk.ToAIContent());
    }

    private static AIContent ToAIContent(this ContentChunk chunk) => chunk switch
    {
        TextChunk text => new TextContent(text.Text) { RawRepresentation = chunk },
        ReferenceChunk or ToolReferenceChunk => new TextContent("") { Annotations = ToAnnotations(chunk), RawRepresentation = chunk },
        FileChunk file when !string.IsNullOrWhiteSpace(file.FileId) => new HostedFileContent(file.FileId) { RawRepresentation = chunk },
        ToolFileChunk { FileId: { } id } file when !string.IsNullOrWhiteSpace(id) => new HostedFileContent(id)
        {
            Name = file.FileName,
            MediaType = MediaTypes.FromFileName(file.FileName) ?? MediaTypes.FromFileName($".{file.FileType}"),
            RawRepresentation = chunk,
        },
        _ => chunk.ToMediaContent(),
    };

    private static void AddTo(this ThinkChunk thinking, IList<AIContent> contents, bool hideText)
    {
        var text = new StringBuilder();
        foreach (var part in thinking.Thinking)
        {
            if (part is TextChunk textPart && !hideText)
                text.Append(textPart.Text);
            else if (part is ReferenceChunk or ToolReferenceChunk)
            {
                AddText(null);
                contents.Add(new TextReasoningContent("") { Annotations = ToAnnotations(part), RawRepresentation = thinking });
            }
        }

        AddText(thinking.Signature);

        // No empty content: M.E.AI joins only adjacent contents, so an empty one would split the reasoning text of a stream in two.
        void AddText(string? signature)
        {
            if (text.Length == 0 && signature is null)
                return;

            contents.Add(new TextReasoningContent(text.ToString())
            {
                ProtectedData = ReasoningSignature.ToProtectedData(signature),
                RawRepresentation = thinking,
            });
            text.Clear();
        }
    }

    /// <summary>
    /// Maps a reference chunk to annotations. The caller attaches them to an empty text at the position of the chunk, after the text they
    /// belong to: in a stream that text was already returned, and complete and streamed responses must give the same contents.
    /// </summary>
    private static List<AIAnnotation> ToAnnotations(ContentChunk chunk) =>
        [chunk is ReferenceChunk reference ? reference.ToCitation() : ((ToolReferenceChunk)chunk).ToCitation()];

    private static CitationAnnotation ToCitation(this ReferenceChunk reference) => new()
    {
        // A type that Microsoft.Extensions.AI can serialize without reflection, for example to cache the response.
        AdditionalProperties = new()
        {
            [AdditionalPropertyKeys.ReferenceIds] =
                JsonSerializer.SerializeToElement(reference.ReferenceIds, ChatJson.Default.IReadOnlyListJsonElement),
        },
        RawRepresentation = reference,
    };

    private static CitationAnnotation ToCitation(this ToolReferenceChunk reference) => new()
    {
        Title = reference.Title,
        Url = Uri.TryCreate(reference.Url, UriKind.Absolute, out var url) ? url : null,
        ToolName = reference.Tool,
        Snippet = reference.Description,
        RawRepresentation = reference,
    };
}
