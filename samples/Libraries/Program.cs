// Uploads a document to a library, waits until it is processed, asks about it with citations, and deletes the library.
//
//   dotnet run --project samples/Libraries
//   dotnet run --project samples/Libraries -- contract.pdf "When does the contract end?"

using Microsoft.Extensions.AI;
using Mistral.Extensions.AI.Files;

var (path, question) = args switch
{
    [] => (Path.Combine(AppContext.BaseDirectory, "invoice.pdf"), "Search the document: what is the total of the invoice?"),
    [var missing, _] when !File.Exists(missing) => throw new ArgumentException($"The document {missing} was not found."),
    [var document, var text] => (document, text),
    _ => throw new ArgumentException("Pass a document and a question."),
};

using var mistral = await SampleClient.CreateAsync();
var library = await mistral.Libraries.CreateAsync(new() { Name = "Sample" });
try
{
    var document = await mistral.Libraries.Documents.UploadAsync(library.Id!, FileData.FromFile(path));
    Console.WriteLine($"Uploaded {document.Name} to the library {library.Id}");
    await WaitUntilProcessedAsync(document.Id!);

    var search = new HostedFileSearchTool { Inputs = [new HostedVectorStoreContent(library.Id!)] };
    var chat = mistral.AsConversationChatClient("mistral-medium-latest");
    var response = await chat.GetResponseAsync(question, new() { Tools = [search] });
    Console.WriteLine($"\n{question}\n{response.Text}");
    foreach (var citation in response.Messages.SelectMany(message => message.Contents)
        .SelectMany(content => content.Annotations ?? []).OfType<CitationAnnotation>())
    {
        Console.WriteLine($"  source: {citation.Title}");
    }
}
finally
{
    await mistral.Libraries.DeleteAsync(library.Id!);
    Console.WriteLine("\nDeleted the library");
}

async Task WaitUntilProcessedAsync(string documentId)
{
    while (true)
    {
        var status = (await mistral.Libraries.Documents.GetStatusAsync(library.Id!, documentId)).ProcessStatus;
        Console.WriteLine($"The document has the status {status}");
        if (status is "error")
            throw new InvalidOperationException("The document could not be processed.");
        if (status is not ("todo" or "waiting_for_capacity" or "in_progress"))
            return;

        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}
