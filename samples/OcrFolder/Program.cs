// Reads all documents of a folder with OCR, and writes an output folder for each document, with its text (document.md) and its images. If
// the program was stopped, or if documents failed, start it again: finished documents are skipped.
//
//   dotnet run --project samples/OcrFolder
//   dotnet run --project samples/OcrFolder -- <folder> [output folder]
//
// Runs on a local emulator of the API, or on api.mistral.ai if MISTRAL_API_KEY is set.

using System.Diagnostics;
using System.Net;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Ocr;

if (args.Length > 2)
    throw new ArgumentException("Too many arguments. Pass a folder with documents and, if it is not <folder>-ocr, an output folder.");
var folder = DocumentFolder.Open(args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "Documents"), args.ElementAtOrDefault(1));
var remaining = folder.Documents.Where(document => !document.IsFinished).ToList();
var finished = folder.Documents.Count - remaining.Count;
Console.WriteLine($"{folder.Documents.Count:N0} documents in {folder.FullName}, {finished:N0} are finished");

// Up to 8 requests at the same time, fewer when the rate limits of the API are near.
using var client = await SampleClient.CreateAsync();
using var limiter = new MistralRateLimiter();
using var mistral = client.WithOptions(options => options.RateLimiter = limiter);
var (succeeded, failed, pages) = (0, 0, 0);
var watch = Stopwatch.StartNew();

if (remaining.Count > 0)
{
    using var progress = new ProgressBar("OCR", remaining.Count);
    await Parallel.ForEachAsync(remaining, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (document, cancellationToken) =>
    {
        var (readPages, error) = await TryReadAsync(document, cancellationToken);
        lock (progress)
        {
            if (error is null)
                succeeded++;
            else
                failed++;
            pages += readPages;
            if (error is not null)
                progress.WriteError($"{document.Name}: {error}");
            progress.Report(succeeded + failed, $"{pages:N0} pages, {failed:N0} failed");
        }
    });
}

Console.WriteLine($"{succeeded:N0} documents with {pages:N0} pages were read in {watch.Elapsed.TotalSeconds:N1} s, {failed:N0} failed");
Console.WriteLine($"The results are in {folder.OutputFolder}");
return failed == 0 ? 0 : 1;

async Task<(int Pages, string? Error)> TryReadAsync(SourceDocument document, CancellationToken cancellationToken)
{
    try
    {
        var result = await mistral.Ocr.ProcessAsync(
            new() { Model = "mistral-ocr-latest", Document = OcrDocument.FromFile(document.FullName), IncludeImageBase64 = true },
            cancellationToken);
        await document.WriteAsync(result, cancellationToken);
        return (result.UsageInfo?.PagesProcessed ?? result.Pages.Count, null);
    }
    catch (Exception exception) when (AffectsOneDocument(exception))
    {
        return (0, exception.Message);
    }
}

// A rejected API key or a failed connection affects all documents, so it ends the program.
static bool AffectsOneDocument(Exception exception) => exception switch
{
    MistralException { InnerException: TimeoutException } => true,
    MistralException error => error.StatusCode is not (
        null or HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden),
    _ => exception is ArgumentException or IOException or UnauthorizedAccessException,
};
