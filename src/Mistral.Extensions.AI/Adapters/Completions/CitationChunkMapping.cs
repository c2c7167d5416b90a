using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>Maps citations, of any provider, to reference chunks.</summary>
internal static class CitationChunkMapping
{
    internal static IEnumerable<ContentChunk> ToChunks(IList<AIAnnotation>? annotations)
    {
        foreach (var citation in (annotations ?? []).OfType<CitationAnnotation>())
        {
            if (AssistantContentMapping.ToReferenceChunk(citation) is { } reference)
                yield return reference;
            if (citation is { Title: not null } or { Url: not null } or { ToolName: not null } or { Snippet: not null })
                yield return ToToolReference(citation);
        }
    }

    // The tool and the title are required.
    private static ToolReferenceChunk ToToolReference(CitationAnnotation citation) => new()
    {
        Tool = citation.ToolName ?? "citation",
        Title = citation.Title ?? citation.Url?.OriginalString ?? "",
        Url = citation.Url?.OriginalString,
        Description = citation.Snippet,
    };
}
