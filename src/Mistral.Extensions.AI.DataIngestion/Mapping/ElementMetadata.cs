using System.Text.Json;
using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Adds values to the metadata of elements, under the field names of the API. Null values are not added.</summary>
internal static class ElementMetadata
{
    internal static void AddMetadata(this IngestionDocumentElement element, string name, object? value)
    {
        if (value is not null && !element.Metadata.ContainsKey(name))
            element.Metadata.Add(name, value);
    }

    /// <summary>Adds the fields of a response that its record does not define.</summary>
    internal static void AddMetadata(this IngestionDocumentElement element, IDictionary<string, JsonElement>? fields)
    {
        foreach (var field in fields ?? new Dictionary<string, JsonElement>())
            element.AddMetadata(field.Key, field.Value);
    }

    internal static void AddMetadata(this IngestionDocumentElement element, OcrBlock block)
    {
        element.AddMetadata("type", block.Type);
        element.AddMetadata("top_left_x", block.TopLeftX);
        element.AddMetadata("top_left_y", block.TopLeftY);
        element.AddMetadata("bottom_right_x", block.BottomRightX);
        element.AddMetadata("bottom_right_y", block.BottomRightY);
        element.AddMetadata("image_id", block.ImageId);
        element.AddMetadata("table_id", block.TableId);
        element.AddMetadata("confidence_scores", block.ConfidenceScores);
        element.AddMetadata(block.AdditionalProperties);
    }

    internal static void AddMetadata(this IngestionDocumentElement element, OcrImageObject image)
    {
        element.AddMetadata("top_left_x", image.TopLeftX);
        element.AddMetadata("top_left_y", image.TopLeftY);
        element.AddMetadata("bottom_right_x", image.BottomRightX);
        element.AddMetadata("bottom_right_y", image.BottomRightY);
        element.AddMetadata("image_id", image.Id);
        element.AddMetadata("image_annotation", image.ImageAnnotation);
        element.AddMetadata(image.AdditionalProperties);
    }

    internal static void AddMetadata(this IngestionDocumentElement element, OcrTableObject table)
    {
        element.AddMetadata("table_id", table.Id);
        element.AddMetadata("format", table.Format);
        element.AddMetadata("word_confidence_scores", table.WordConfidenceScores);
        element.AddMetadata(table.AdditionalProperties);
    }

    internal static void AddMetadata(this IngestionDocumentSection section, OcrPageObject page)
    {
        section.AddMetadata("header", page.Header);
        section.AddMetadata("footer", page.Footer);
        section.AddMetadata("hyperlinks", page.Hyperlinks is { Count: > 0 } links ? links : null);
        section.AddMetadata("dimensions", page.Dimensions);
        section.AddMetadata("confidence_scores", page.ConfidenceScores);
        section.AddMetadata(page.AdditionalProperties);
    }
}
