using Microsoft.Extensions.AI;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>Compares a content with the one that was read from its raw chunk.</summary>
internal static class ContentEquality
{
    internal static bool AreEqual(AIContent content, AIContent received) => (content, received) switch
    {
        (TextContent left, TextContent right) => left.Text == right.Text && HaveSameCitations(left, right),
        (TextReasoningContent left, TextReasoningContent right) =>
            left.Text == right.Text && left.ProtectedData == right.ProtectedData && HaveSameCitations(left, right),
        (DataContent left, DataContent right) => left.Uri == right.Uri && left.Name == right.Name && HaveSameDetail(left, right),
        (UriContent left, UriContent right) =>
            left.Uri == right.Uri && left.MediaType == right.MediaType && HaveSameDetail(left, right),
        (HostedFileContent left, HostedFileContent right) =>
            (left.FileId, left.Name, left.MediaType) == (right.FileId, right.Name, right.MediaType),
        _ => content.GetType() == typeof(AIContent) && received.GetType() == typeof(AIContent),
    };

    private static bool HaveSameDetail(AIContent left, AIContent right) =>
        FileChunkMapping.GetDetail(left) == FileChunkMapping.GetDetail(right);

    private static bool HaveSameCitations(AIContent left, AIContent right) =>
        (left.Annotations ?? []).Select(Describe).SequenceEqual((right.Annotations ?? []).Select(Describe));

    private static (string?, string?, Uri?, string?, string?) Describe(AIAnnotation annotation) =>
        annotation is CitationAnnotation citation
            ? (citation.Title, citation.ToolName, citation.Url, citation.Snippet, GetReferenceIds(citation))
            : default;

    private static string? GetReferenceIds(CitationAnnotation citation) =>
        AdditionalPropertyReader.From(citation.AdditionalProperties).GetValue(AdditionalPropertyKeys.ReferenceIds) is { } ids
            ? UserJson.ToText(ids)
            : null;
}
