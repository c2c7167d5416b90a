using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Responses;

/// <summary>Mistral's chunks and counts in M.E.AI's words.</summary>
internal static class ContentChunkMapping
{
    /// <summary>Adds what a chunk holds: one content, several for thinking that cites, none where it holds nothing.</summary>
    /// <param name="hidesReasoning">Whether the text of thinking is to be left out, its signature not.</param>
    internal static void AddTo(this ContentChunk chunk, IList<AIContent> contents, bool hidesReasoning = false)
    {
        if (chunk is ThinkChunk thinking)
            thinking.AddTo(contents, hidesReasoning);
        else
            contents.Add(chunk.ToAIContent());
    }

    private static AIContent ToAIContent(this ContentChunk chunk) => chunk switch
    {
        TextChunk text => new TextContent(text.Text) { RawRepresentation = chunk },
        ReferenceChunk or ToolReferenceChunk => new TextContent("") { Annotations = Citations(chunk), RawRepresentation = chunk },
        ImageUrlChunk image => LinkOrData(image.ImageUrl.Url, "image/*", chunk),
        DocumentUrlChunk document => LinkOrData(document.DocumentUrl, "application/octet-stream", chunk),
        FileChunk file => new HostedFileContent(file.FileId) { RawRepresentation = chunk },
        _ => new AIContent { RawRepresentation = chunk },
    };

    private static void AddTo(this ThinkChunk thinking, IList<AIContent> contents, bool hidesText)
    {
        var text = new StringBuilder();
        foreach (var part in thinking.Thinking)
        {
            if (part is TextChunk words && !hidesText)
                text.Append(words.Text);
            else if (part is ReferenceChunk or ToolReferenceChunk)
            {
                AddText(null);
                contents.Add(new TextReasoningContent("") { Annotations = Citations(part), RawRepresentation = thinking });
            }
        }

        AddText(thinking.Signature);

        // An empty piece in a stream would cut the trace in two: M.E.AI joins neighbours only.
        void AddText(string? signature)
        {
            if (text.Length == 0 && signature is null)
                return;

            contents.Add(new TextReasoningContent(text.ToString()) { ProtectedData = signature, RawRepresentation = thinking });
            text.Clear();
        }
    }

    /// <summary>
    /// Citations stand as an empty text where the API puts them, after the words they belong to: in a stream those have been given out
    /// already, and an answer reads the same both ways.
    /// </summary>
    private static List<AIAnnotation> Citations(ContentChunk chunk) =>
        [chunk is ReferenceChunk reference ? reference.ToCitation() : ((ToolReferenceChunk)chunk).ToCitation()];

    private static CitationAnnotation ToCitation(this ReferenceChunk reference) => new()
    {
        AdditionalProperties = new() { ["reference_ids"] = reference.ReferenceIds },
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

    private static AIContent LinkOrData(string address, string mediaType, ContentChunk raw)
    {
        try
        {
            if (address.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
                return new DataContent(address) { RawRepresentation = raw };
        }
        catch (FormatException)
        {
            // A data URI that was cut off: it is of no use, but the rest of the answer is.
            return new AIContent { RawRepresentation = raw };
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var url)
            ? new UriContent(url, mediaType) { RawRepresentation = raw }
            : new AIContent { RawRepresentation = raw };
    }
}
