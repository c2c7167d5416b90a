using Microsoft.Extensions.AI;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Ocr;

using var mistral = await SampleClient.CreateAsync();
var document = await mistral.Ocr.ProcessAsync(new()
{
    Model = "mistral-ocr-latest",
    Document = OcrDocument.FromFile("invoice.pdf"),
    DocumentAnnotationFormat = ChatResponseFormat.ForJsonSchema<Invoice>().ToResponseFormat(),
});
Console.WriteLine(document.ToMarkdown());
Console.WriteLine(document.GetDocumentAnnotation<Invoice>());

record Invoice(string Customer, decimal Total);
