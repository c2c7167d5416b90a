using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Media;

namespace Mistral.Extensions.AI.Adapters.Requests;

/// <summary>Maps images, audio, documents and text files to content chunks.</summary>
internal static class AttachmentMapping
{
    /// <exception cref="NotSupportedException">The API does not accept the media type.</exception>
    internal static ContentChunk ToContentChunk(DataContent data)
    {
        // Before images: SVG is text.
        if (MediaTypes.IsText(data.MediaType))
            return TextFileMapping.ToTextChunk(data);

        if (data.HasTopLevelMediaType("image"))
            return ToImageChunk(data);

        if (data.HasTopLevelMediaType("audio"))
            return new AudioChunk(MediaUrl.FromBase64(data.Data));

        return data.HasTopLevelMediaType("application")
            ? new DocumentUrlChunk(MediaUrl.FromBytes(data.Data, data.MediaType)) { DocumentName = data.Name }
            : throw data.ToNotSupportedException();
    }

    /// <exception cref="NotSupportedException">The API does not accept the media type, or cannot load the URL.</exception>
    internal static ContentChunk ToContentChunk(UriContent content)
    {
        var url = content.Uri.IsAbsoluteUri ? content.Uri.AbsoluteUri : content.Uri.OriginalString;
        // "Image content must be a URL (starting with 'https') or base64 encoded image" (neuron-core/neuron-ai#596)
        if (content.Uri is not { IsAbsoluteUri: true, Scheme: "https" or "data" })
        {
            throw new NotSupportedException(
                $"Mistral loads files only over https, but the URL is {url}. Pass the bytes as a DataContent, or use an https URL.");
        }

        if (content.Uri.Scheme is "data")
            return ToContentChunk(new DataContent(url, content.MediaType) { AdditionalProperties = content.AdditionalProperties });

        if (content.HasTopLevelMediaType("image"))
        {
            return MediaTypes.IsSupportedImage(MediaTypes.GetImageType(content.MediaType, url))
                ? new ImageUrlChunk(new ImageUrl(url) { Detail = GetDetail(content) })
                : throw content.ToNotSupportedException();
        }

        if (content.HasTopLevelMediaType("audio"))
            return new AudioChunk(url);

        return content.HasTopLevelMediaType("application") || content.HasTopLevelMediaType("text")
            ? new DocumentUrlChunk(url)
            : throw content.ToNotSupportedException();
    }

    // A data URI needs a specific media type. A wildcard is replaced by the type that the first bytes show.
    private static ImageUrlChunk ToImageChunk(DataContent image)
    {
        var mediaType = MediaTypes.IsWildcard(image.MediaType)
            ? MediaTypes.FromBytes(image.Data.Span) ?? "image/jpeg"
            : image.MediaType;
        return MediaTypes.IsSupportedImage(mediaType)
            ? new ImageUrlChunk(new ImageUrl(MediaUrl.FromBytes(image.Data, mediaType)) { Detail = GetDetail(image) })
            : throw image.ToNotSupportedException();
    }

    private static string? GetDetail(AIContent content) =>
        content.AdditionalProperties?.TryGetValue(AdditionalPropertyKeys.Detail, out var detail) is true ? detail?.ToString() : null;
}
