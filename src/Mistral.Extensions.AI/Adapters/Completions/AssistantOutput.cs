using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Adapters.Responses;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>Maps the contents of a response, other than function calls and results, to the content of a message.</summary>
internal static class AssistantOutput
{
    /// <summary>Maps contents to a string if all are text, and otherwise to chunks. Returns null if nothing is left.</summary>
    internal static MessageContent? ToMessageContent(IReadOnlyList<AIContent> contents)
    {
        // Most contents are one text.
        if (contents.Count == 1 && contents[0] is TextContent { Annotations: null, RawRepresentation: null, Text: { Length: > 0 } single })
            return single;

        var others = contents.Where(IsPartOfContent).ToList();
        var chunks = new List<ContentChunk>();
        for (var i = 0; i < others.Count;)
            i += AddUnchanged(others, i, chunks) is > 0 and var count ? count : AddTyped(others, i, chunks);

        // A text that was received as a chunk is returned as a chunk.
        var isText = chunks.TrueForAll(static chunk => chunk is TextChunk) && !others.Exists(HasRawChunk);
        return chunks.Count == 0 ? null
            : isText ? string.Concat(chunks.Cast<TextChunk>().Select(static chunk => chunk.Text))
            : new MessageContent(chunks);
    }

    private static bool IsPartOfContent(AIContent content) =>
        content is not (FunctionCallContent or FunctionResultContent or UsageContent);

    private static bool HasRawChunk(AIContent content) => content.RawRepresentation is ContentChunk;

    /// <summary>
    /// Adds the chunk that a content was read from, unless the content was changed afterwards. Returns the number of contents that were
    /// read from the chunk.
    /// </summary>
    private static int AddUnchanged(List<AIContent> contents, int start, List<ContentChunk> chunks)
    {
        if (contents[start].RawRepresentation is not ContentChunk raw || raw is TextChunk { AdditionalProperties: null })
            return 0;

        var received = new List<AIContent>();
        raw.AddTo(received);
        if (received.Count > contents.Count - start)
            return 0;

        for (var i = 0; i < received.Count; i++)
        {
            if (!ContentEquality.AreEqual(contents[start + i], received[i]))
                return 0;
        }

        chunks.Add(raw);
        return Math.Max(received.Count, 1);
    }

    private static int AddTyped(List<AIContent> contents, int start, List<ContentChunk> chunks)
    {
        switch (contents[start])
        {
            case TextReasoningContent:
                return AddThinking(contents, start, chunks);
            case TextContent:
                return AddText(contents, start, chunks);
            case ErrorContent error when !FinishReasonMapping.IsFinishReason(error):
                chunks.Add(new TextChunk(string.IsNullOrEmpty(error.Message) ? "The response has an error." : error.Message));
                break;
            case ImageGenerationToolResultContent { Outputs: { } outputs }:
                chunks.AddRange(outputs.Select(FileChunkMapping.ToChunk).OfType<ContentChunk>());
                break;
            case CodeInterpreterToolResultContent { Outputs: { } outputs }:
                chunks.AddRange(outputs.Select(FileChunkMapping.ToChunk).OfType<ContentChunk>());
                break;
            case InputRequestContent or InputResponseContent:
                throw contents[start].ToNotSupportedException("an assistant");
            case var content when FileChunkMapping.ToChunk(content) is { } chunk:
                chunks.Add(chunk);
                break;
        }

        return 1;
    }

    /// <summary>Adds one chunk for consecutive texts, and the citations of the last one.</summary>
    private static int AddText(List<AIContent> contents, int start, List<ContentChunk> chunks)
    {
        var text = new StringBuilder();
        IList<AIAnnotation>? annotations = null;
        var end = start;
        for (; annotations is null && end < contents.Count && contents[end] is TextContent content; end++)
        {
            // A chunk with further fields is added by itself.
            if (end > start && content.RawRepresentation is ContentChunk and not TextChunk { AdditionalProperties: null })
                break;

            text.Append(content.Text);
            annotations = content.Annotations;
        }

        if (text.Length > 0)
            chunks.Add(new TextChunk(text.ToString()));
        chunks.AddRange(CitationChunkMapping.ToChunks(annotations));
        return end - start;
    }

    /// <summary>Adds one chunk for consecutive reasoning, up to a content with protected data, such as a signature.</summary>
    private static int AddThinking(List<AIContent> contents, int start, List<ContentChunk> chunks)
    {
        var parts = new List<ContentChunk>();
        string? data = null;
        var end = start;
        for (; data is null && end < contents.Count && contents[end] is TextReasoningContent reasoning; end++)
        {
            if (reasoning.Text.Length > 0)
                parts.Add(new TextChunk(reasoning.Text));
            parts.AddRange(CitationChunkMapping.ToChunks(reasoning.Annotations));
            data = reasoning.ProtectedData;
        }

        if (parts.Count > 0 || data is not null)
            chunks.Add(new ThinkChunk(parts) { Signature = ReasoningSignature.ToSignature(data) });
        return end - start;
    }
}
