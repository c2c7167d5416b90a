using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps Microsoft.Extensions.AI contents to content chunks.</summary>
internal static class AIContentMapping
{
    /// <summary>
    /// Maps a content to a chunk. Returns null for contents that are not part of a conversation: token usage, and errors of earlier
    /// responses.
    /// </summary>
    /// <exception cref="NotSupportedException">No chunk type exists for the content.</exception>
    internal static ContentChunk? ToContentChunk(this AIContent content) => content switch
    {
        TextContent text => new TextChunk(text.Text),
        DataContent data => AttachmentMapping.ToContentChunk(data),
        UriContent uri => AttachmentMapping.ToContentChunk(uri),
        HostedFileContent file => new FileChunk(file.FileId),
        UsageContent or ErrorContent => null,
        // Typed contents first: the caller may have edited a received content, which does not change its raw representation.
        { RawRepresentation: ContentChunk chunk } => chunk,
        _ => throw content.ToNotSupportedException(),
    };

    /// <summary>
    /// Returns whether the content is a raw <see cref="ContentChunk"/> without a typed equivalent. It is sent without a check of the role.
    /// </summary>
    internal static bool IsRawChunk(this AIContent content) =>
        content.RawRepresentation is ContentChunk
        && content is not (TextContent or TextReasoningContent or DataContent or UriContent or HostedFileContent);

    /// <summary>Wraps the chunks of a message. A single text becomes a string, the only form that every server accepts.</summary>
    internal static MessageContent ToMessageContent(this List<ContentChunk> chunks) => chunks.Count switch
    {
        0 => new(""),
        1 when chunks[0] is TextChunk single => new(single.Text),
        _ => new(chunks),
    };
}
