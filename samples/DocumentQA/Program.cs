// Reads a document with OCR: as Markdown, as a record, and as the context of a question.
//
//   dotnet run --project samples/DocumentQA
//   dotnet run --project samples/DocumentQA -- contract.pdf

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Ocr;

var file = args switch
{
    [] => Path.Combine(AppContext.BaseDirectory, "invoice.pdf"),
    [var folder] when Directory.Exists(folder) => throw new ArgumentException($"{folder} is a folder. Pass a document."),
    [var missing] when !File.Exists(missing) => throw new ArgumentException($"The document {missing} was not found."),
    [var document] => document,
    _ => throw new ArgumentException("Pass one document."),
};

using var mistral = await SampleClient.CreateAsync();
var result = await mistral.Ocr.ProcessAsync(new()
{
    Model = "mistral-ocr-latest",
    Document = OcrDocument.FromFile(file),
    DocumentAnnotationFormat = ChatResponseFormat.ForJsonSchema<Invoice>().ToResponseFormat(),
});

Console.WriteLine($"--- {result.UsageInfo?.PagesProcessed} pages as Markdown");
Console.WriteLine(result.ToMarkdown());

Console.WriteLine("\n--- As a record");
Console.WriteLine(result.GetDocumentAnnotation<Invoice>());

Console.WriteLine("\n--- As the context of a question");
var chat = mistral.AsIChatClient("mistral-small-latest");
var response = await chat.GetResponseAsync([result.ToChatMessage("What is the total, and when is it due?")]);
Console.WriteLine(response.Text);

internal sealed record Invoice(string Customer, decimal Total);
