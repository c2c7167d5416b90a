using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Adapters.Requests;
using Mistral.Extensions.AI.Chat;

namespace Mistral.Extensions.AI.Adapters.Completions;

/// <summary>
/// Maps images, audio and other files of a response to chunks. Unlike files of a request, every media type and URL is accepted: the chunk
/// is read by a client, not by a model.
/// </summary>
internal static class FileChunkMapping
{
    /// <summary>Maps a file, or a content that has only a raw chunk. Returns null for other contents.</summary>
    internal static ContentChunk? ToChunk(AIContent content) => content switch
    {
        DataContent data => ToChunk(data, MediaUrl.FromBytes(data.Data, data.MediaType), data.HasTopLevelMediaType, data.Name),
        UriContent { Uri: var uri } link =>
            ToChunk(link, uri.IsAbsoluteUri ? uri.AbsoluteUri : uri.OriginalString, link.HasTopLevelMediaType, name: null),
        HostedFileContent file => new FileChunk(file.FileId),
        { RawRepresentation: ContentChunk chunk } when content.IsRawChunk() => chunk,
        _ => null,
    };

    /// <summary>Returns the resolution at which an image is processed.</summary>
    internal static string? GetDetail(AIContent content) =>
        AdditionalPropertyReader.From(content.AdditionalProperties).GetValue(AdditionalPropertyKeys.Detail)?.ToString();

    private static ContentChunk ToChunk(AIContent content, MediaUrl url, Func<string, bool> hasType, string? name) =>
        hasType("image") ? new ImageUrlChunk(new ImageUrl(url) { Detail = GetDetail(content) })
        : hasType("audio") ? new AudioChunk(url)
        : new DocumentUrlChunk(url) { DocumentName = name };
}
