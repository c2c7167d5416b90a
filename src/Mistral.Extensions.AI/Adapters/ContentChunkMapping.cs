using System.Text.Json;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters;

/// <summary>Mistral's chunks and counts in M.E.AI's words.</summary>
internal static class ContentChunkMapping
{
    /// <summary>A chunk as content; null for one that holds nothing.</summary>
    /// <param name="hidesReasoning">Whether the text of thinking is to be left out, its signature not.</param>
    internal static AIContent? ToAIContent(this ContentChunk chunk, bool hidesReasoning = false) => chunk switch
    {
        TextChunk text => new TextContent(text.Text) { RawRepresentation = chunk },
        ThinkChunk thinking => thinking.ToReasoningContent(hidesReasoning),
        ReferenceChunk reference => Citations([reference.ToCitation()], reference),
        ToolReferenceChunk reference => Citations([reference.ToCitation()], reference),
        ImageUrlChunk image => LinkOrData(image.ImageUrl.Url, "image/*", chunk),
        DocumentUrlChunk document => LinkOrData(document.DocumentUrl, "application/octet-stream", chunk),
        FileChunk file => new HostedFileContent(file.FileId) { RawRepresentation = chunk },
        _ => new AIContent { RawRepresentation = chunk },
    };

    internal static UsageDetails ToUsageDetails(this UsageInfo usage) => new()
    {
        InputTokenCount = usage.PromptTokens,
        OutputTokenCount = usage.CompletionTokens,
        TotalTokenCount = usage.TotalTokens,
        CachedInputTokenCount = usage.CachedTokens,
        ReasoningTokenCount = usage.CompletionTokensDetails?.ReasoningTokens,
        AdditionalCounts = usage.ToAdditionalCounts(),
    };

    private static TextReasoningContent? ToReasoningContent(this ThinkChunk thinking, bool hidesText)
    {
        var text = hidesText ? "" : string.Concat(thinking.Thinking.OfType<TextChunk>().Select(chunk => chunk.Text));
        var citations = thinking.Thinking.Select(chunk => chunk switch
        {
            ReferenceChunk reference => reference.ToCitation(),
            ToolReferenceChunk reference => reference.ToCitation(),
            _ => null,
        }).OfType<AIAnnotation>().ToList();

        // An empty piece in a stream would cut the trace in two: M.E.AI joins neighbours only.
        return text.Length == 0 && thinking.Signature is null && citations.Count == 0
            ? null
            : new(text)
            {
                ProtectedData = thinking.Signature,
                Annotations = citations.Count > 0 ? citations : null,
                RawRepresentation = thinking,
            };
    }

    /// <summary>
    /// Citations stand as an empty text where the API puts them, after the words they belong to: in a stream those have been given out
    /// already, and an answer reads the same both ways.
    /// </summary>
    private static TextContent Citations(List<AIAnnotation> citations, ContentChunk raw) =>
        new("") { Annotations = citations, RawRepresentation = raw };

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

    private static AIContent LinkOrData(string address, string mediaType, ContentChunk raw) => address switch
    {
        _ when address.StartsWith("data:", StringComparison.OrdinalIgnoreCase) => new DataContent(address) { RawRepresentation = raw },
        _ when Uri.TryCreate(address, UriKind.Absolute, out var url) => new UriContent(url, mediaType) { RawRepresentation = raw },
        _ => new AIContent { RawRepresentation = raw },
    };

    /// <summary>Counts M.E.AI has no member for, under the API's names; also those the API has added since.</summary>
    private static AdditionalPropertiesDictionary<long>? ToAdditionalCounts(this UsageInfo usage)
    {
        AdditionalPropertiesDictionary<long>? counts = null;
        if (usage.PromptAudioSeconds is { } seconds)
            (counts ??= [])["prompt_audio_seconds"] = seconds;

        foreach (var more in usage.AdditionalProperties ?? (IEnumerable<KeyValuePair<string, JsonElement>>)[])
        {
            if (more.Value.ValueKind is JsonValueKind.Number && more.Value.TryGetInt64(out var count))
                (counts ??= [])[more.Key] = count;
        }

        return counts;
    }
}
