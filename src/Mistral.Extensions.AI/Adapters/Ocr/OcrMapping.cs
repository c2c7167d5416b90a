using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Json;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Adapters.Ocr;

/// <summary>Maps OCR results to Microsoft.Extensions.AI types.</summary>
internal static class OcrMapping
{
    /// <summary>Maps a document to text and, if requested, image contents in reading order.</summary>
    internal static IEnumerable<AIContent> ToContents(OcrResponse document, bool includeImages)
    {
        var text = new StringBuilder();
        foreach (var page in document.Pages)
        {
            if (text.Length > 0)
                text.Append("\n\n");

            foreach (var part in PageMarkdown.Split(page))
            {
                if (includeImages && part.Image?.ImageBase64 is { Data.Length: > 0 } image)
                {
                    if (text.Length > 0)
                        yield return new TextContent(text.ToString());
                    text.Clear();
                    yield return new DataContent(image.Data, image.MediaType) { Name = part.Image.Id };
                }
                else
                {
                    text.Append(part.Table?.Content ?? part.Text);
                }
            }
        }

        if (text.Length > 0)
            yield return new TextContent(text.ToString());
    }

    /// <summary>Deserializes an annotation, which the API returns as a string that contains JSON.</summary>
    internal static T? ReadAnnotation<T>(string? json, string field, JsonSerializerOptions? options)
    {
        if (json is null)
            return default;

        var typeInfo = (JsonTypeInfo<T>)(options ?? AIJsonUtilities.DefaultOptions).GetTypeInfo(typeof(T));
        try
        {
            return JsonSerializer.Deserialize(json, typeInfo);
        }
        catch (JsonException exception)
        {
            throw new MistralException(
                $"{field} is not valid JSON for {typeof(T).Name} (at {JsonErrorPath.Get(exception, typeInfo)}). "
                    + "The model output may have been truncated.",
                JsonErrorPath.WithoutContent(exception, typeInfo));
        }
    }
}
