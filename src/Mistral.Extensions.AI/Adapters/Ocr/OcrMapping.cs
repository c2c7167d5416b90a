using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Adapters.Ocr;

/// <summary>A document that was read, in M.E.AI's words: text, and images where they stood.</summary>
internal static class OcrMapping
{
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

    /// <summary>JSON that comes as a string in the JSON.</summary>
    internal static T? ReadAnnotation<T>(string? json, string field, JsonSerializerOptions? options)
    {
        if (json is null)
            return default;

        try
        {
            return JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)(options ?? AIJsonUtilities.DefaultOptions).GetTypeInfo(typeof(T)));
        }
        catch (JsonException exception)
        {
            throw new MistralException($"{field} is not the JSON of a {typeof(T).Name} (at {exception.Path ?? "its root"}); the model may have been cut short.", exception);
        }
    }
}
