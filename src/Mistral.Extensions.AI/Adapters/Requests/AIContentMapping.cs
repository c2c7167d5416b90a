using System.Text;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

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
        DataContent data => data.ToContentChunk(),
        UriContent uri => uri.ToContentChunk(),
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

    private static ContentChunk ToContentChunk(this DataContent data)
    {
        if (data.HasTopLevelMediaType("image"))
            return new ImageUrlChunk(new ImageUrl(ToImageDataUri(data)) { Detail = GetDetail(data) });

        if (data.HasTopLevelMediaType("audio"))
            return new AudioChunk(data.Base64Data.ToString());

        if (data.HasTopLevelMediaType("text"))
            return new TextChunk(Encoding.UTF8.GetString(data.Data.ToArray()));

        return data.HasTopLevelMediaType("application")
            ? new DocumentUrlChunk(data.Uri) { DocumentName = data.Name }
            : throw data.ToNotSupportedException();
    }

    private static ContentChunk ToContentChunk(this UriContent content)
    {
        var url = content.Uri.IsAbsoluteUri ? content.Uri.AbsoluteUri : content.Uri.OriginalString;
        if (content.Uri is not { IsAbsoluteUri: true, Scheme: "https" or "http" or "data" })
            throw new NotSupportedException($"Mistral cannot load {url}. Pass the bytes as a DataContent, or use an https URL.");

        if (content.Uri.Scheme is "data")
            return new DataContent(url, content.MediaType) { AdditionalProperties = content.AdditionalProperties }.ToContentChunk();

        if (content.HasTopLevelMediaType("image"))
            return new ImageUrlChunk(new ImageUrl(url) { Detail = GetDetail(content) });

        if (content.HasTopLevelMediaType("audio"))
            return new AudioChunk(url);

        if (!content.HasTopLevelMediaType("application") && !content.HasTopLevelMediaType("text"))
            throw content.ToNotSupportedException();

        return content.Uri.Scheme is "http"
            ? throw new NotSupportedException(
                $"Mistral loads documents only over https, but the URL is {url}. Pass the bytes as a DataContent, or use an https URL.")
            : new DocumentUrlChunk(url);
    }

    // A data URI needs a specific media type. A wildcard is replaced by the type that the first bytes show.
    private static string ToImageDataUri(DataContent image) => image.MediaType.EndsWith("/*", StringComparison.Ordinal)
        ? $"data:{MediaTypes.FromBytes(image.Data.Span) ?? "image/jpeg"};base64,{image.Base64Data}"
        : image.Uri;

    private static string? GetDetail(AIContent content) =>
        content.AdditionalProperties?.TryGetValue(AdditionalPropertyKeys.Detail, out var detail) is true ? detail?.ToString() : null;
}
