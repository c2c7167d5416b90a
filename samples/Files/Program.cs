// Uploads a document once, asks about it with OCR and chat, lists the uploaded files, downloads the document and deletes it.
//
//   dotnet run --project samples/Files
//   dotnet run --project samples/Files -- contract.pdf

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Ocr;

var path = args switch
{
    [] => Path.Combine(AppContext.BaseDirectory, "invoice.pdf"),
    [var missing] when !File.Exists(missing) => throw new ArgumentException($"The document {missing} was not found."),
    [var document] => document,
    _ => throw new ArgumentException("Pass one document."),
};

using var mistral = await SampleClient.CreateAsync();
var progress = new Progress<long>(bytes => Console.WriteLine($"{bytes:N0} bytes sent"));
var file = await mistral.Files.UploadAsync(new() { File = FileData.FromFile(path), Purpose = "ocr", Expiry = 24 }, progress);
Console.WriteLine($"Uploaded {file.Filename} as {file.Id}");

try
{
    var result = await mistral.Ocr.ProcessAsync(new() { Model = "mistral-ocr-latest", Document = OcrDocument.FromUpload(file) });
    Console.WriteLine($"\n--- {result.Pages.Count} pages, read with OCR");
    Console.WriteLine(result.ToMarkdown());

    Console.WriteLine("\n--- Asked in a chat");
    var chat = mistral.AsIChatClient("mistral-small-latest");
    var question = new ChatMessage(ChatRole.User, [new TextContent("Summarize this document."), new HostedFileContent(file.Id!)]);
    Console.WriteLine(await chat.GetResponseAsync(question));

    Console.WriteLine("\n--- All documents");
    await foreach (var stored in mistral.Files.ListAsync(new() { Purpose = "ocr" }))
        Console.WriteLine($"{stored.Id} {stored.Filename} ({stored.Bytes:N0} bytes)");

    await using var download = await mistral.Files.DownloadAsync(file.Id!);
    await using var copy = new FileStream(Path.GetTempFileName(), new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.ReadWrite,
        Options = FileOptions.DeleteOnClose,
    });
    await download.CopyToAsync(copy);
    Console.WriteLine($"\nDownloaded {copy.Length:N0} bytes");
}
finally
{
    await mistral.Files.DeleteAsync(file.Id!);
    Console.WriteLine("Deleted");
}
