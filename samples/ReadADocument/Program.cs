// Reads a document: as Markdown, as a record, and as the subject of a question.
//
//   dotnet run --project samples/ReadADocument
//   dotnet run --project samples/ReadADocument -- contract.pdf

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Ocr;

var file = args.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "invoice.pdf");

await using var emulator = Environment.GetEnvironmentVariable("MISTRAL_API_KEY") is null ? await MistralEmulator.StartAsync() : null;
using var mistral = emulator is null
    ? new MistralClient()
    : new MistralClient(new MistralClientOptions { Endpoint = emulator.Endpoint, ApiKey = "any" });

var document = await mistral.Ocr.ProcessAsync(new()
{
    Model = "mistral-ocr-latest",
    Document = await OcrDocument.FromFileAsync(file),
    DocumentAnnotationFormat = ChatResponseFormat.ForJsonSchema<Invoice>().ToResponseFormat(),
});

Console.WriteLine($"--- {document.UsageInfo?.PagesProcessed} pages, as Markdown");
Console.WriteLine(document.ToMarkdown());

Console.WriteLine("\n--- As a record");
Console.WriteLine(document.GetDocumentAnnotation<Invoice>());

Console.WriteLine("\n--- Asked about");
var chat = mistral.AsIChatClient("mistral-small-latest");
var answer = await chat.GetResponseAsync([document.ToChatMessage("What is to be paid, and until when?")]);
Console.WriteLine(answer.Text);

internal sealed record Invoice(string Number, string Customer, decimal Total);
