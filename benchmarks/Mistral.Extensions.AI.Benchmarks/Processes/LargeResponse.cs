using Mistral.Extensions.AI.Benchmarks.Transport;
using Mistral.Extensions.AI.Benchmarks.Workloads;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.Benchmarks.Processes;

/// <summary>Reads an OCR response with many large images.</summary>
internal static class LargeResponse
{
    private const int Images = 40;
    private const int ImageSize = 3_750_000;

    /// <summary>The size of all decoded images in MB, which the response must allocate.</summary>
    internal const double DecodedSize = (double)Images * ImageSize / (1024 * 1024);

    internal static async Task RunAsync()
    {
        // The small response loads the code.
        await ReadAsync(1, 300);
        OcrResponse? response = null;
        await MemoryMeasurement.RunAsync(async () => response = await ReadAsync(Images, ImageSize));
        if (response!.Pages.Count != Images || response.Pages.Any(page => page.Images![0].ImageBase64!.Data.Length != ImageSize))
            throw new InvalidOperationException("The response has lost an image.");
    }

    private static Task<OcrResponse> ReadAsync(int images, int imageSize)
    {
        var server = new StubHandler([], "application/json", _ => new OcrResponseStream(images, imageSize));
        var document = OcrDocument.FromUrl(new("https://example.com/a.pdf"));
        return Clients.CreateMistralClient(new(server)).Ocr.ProcessAsync(
            new() { Model = "mistral-ocr-latest", Document = document, IncludeImageBase64 = true });
    }
}
