using System.Text.Json;
using Microsoft.Extensions.DataIngestion;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;

/// <summary>Documents that are read from a prepared OCR response.</summary>
internal static class OcrResponses
{
    /// <summary>Reads a document whose response has these pages.</summary>
    internal static Task<IngestionDocument> ReadPagesAsync(string pages) => ReadAsync($$"""
        {"usage_info":{"pages_processed":1,"doc_size_bytes":4},"pages":[{{pages}}],"model":"mistral-ocr-2605"}
        """);

    /// <summary>Reads a document of one page with these blocks.</summary>
    internal static async Task<IngestionDocumentSection> ReadBlocksAsync(string blocks, string pageFields = "\"markdown\":\"\"") =>
        Assert.Single((await ReadPagesAsync($$"""{"index":0,{{pageFields}},"blocks":[{{blocks}}]}""")).Sections);

    /// <summary>Reads a document of one page without blocks.</summary>
    internal static Task<IngestionDocument> ReadMarkdownAsync(string markdown, string images = "[]", string tables = "[]") =>
        ReadPagesAsync($$"""{"images":{{images}},"tables":{{tables}},"index":0,"markdown":"{{JsonEncodedText.Encode(markdown)}}"}""");

    internal static async Task<IngestionDocument> ReadAsync(string response)
    {
        using var server = StubServer.WithResponse(response);
        using var client = server.CreateClient();
        var reader = client.AsIngestionDocumentReader("mistral-ocr-latest");
        return await reader.ReadAsync(
            new MemoryStream("%PDF"u8.ToArray()), "report", "application/pdf", TestContext.Current.CancellationToken);
    }
}
