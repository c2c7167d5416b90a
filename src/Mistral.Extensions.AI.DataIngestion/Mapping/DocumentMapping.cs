using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.DataIngestion.Mapping;

/// <summary>Maps an OCR response to a document with one section for each page.</summary>
internal static class DocumentMapping
{
    internal static IngestionDocument ToDocument(OcrResponse response, string identifier)
    {
        var document = new IngestionDocument(identifier);
        foreach (var page in response.Pages)
        {
            var section = PageMapping.ToSection(page);

            // IngestionDocument has no metadata, so the values of the response are added to each section.
            section.AddMetadata("model", response.Model);
            section.AddMetadata("usage_info", response.UsageInfo);
            section.AddMetadata("document_annotation", response.DocumentAnnotation);
            section.AddMetadata(response.AdditionalProperties);
            document.Sections.Add(section);
        }

        return document;
    }
}
