using System.Text.Json;
using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Maps extracted images.</summary>
internal static class ImageMapping
{
    /// <param name="image">The image; null if the response has none with this ID.</param>
    /// <param name="id">The ID that the link in the Markdown uses.</param>
    /// <param name="caption">The text of the image block; null or empty if there is none.</param>
    internal static IngestionDocumentImage ToElement(OcrImageObject? image, string? id, string? caption)
    {
        var element = new IngestionDocumentImage($"![{id}]({id})") { Text = string.IsNullOrWhiteSpace(caption) ? null : caption };
        if (image is null)
            return element;

        element.AddMetadata(image);
        element.AlternativeText = ToAlternativeText(image.ImageAnnotation);
        if (image.ImageBase64 is { Data.Length: > 0 } data)
            (element.Content, element.MediaType) = (data.Data, data.MediaType);
        else
            element.AddMetadata("image_base64", image.ImageBase64?.ToString());
        return element;
    }

    /// <summary>
    /// Gets the text of an annotation: the value if the annotation is a JSON string or an object with one string, otherwise all of its
    /// JSON.
    /// </summary>
    private static string? ToAlternativeText(string? annotation)
    {
        if (string.IsNullOrWhiteSpace(annotation))
            return null;

        try
        {
            using var json = JsonDocument.Parse(annotation!);
            var value = json.RootElement;
            if (value.ValueKind is JsonValueKind.Object && value.EnumerateObject().Count() == 1)
                value = value.EnumerateObject().First().Value;
            return value.ValueKind is JsonValueKind.String ? value.GetString() : annotation;
        }
        catch (JsonException)
        {
            // The model output may have been truncated.
            return annotation;
        }
    }
}
