// Reads a folder of PDF files with OCR, stores the embeddings of their text, and answers a question from the most similar chunks, with the
// file and the page of each.
//
//   dotnet run --project samples/DataIngestion/FolderToEmbeddings
//   dotnet run --project samples/DataIngestion/FolderToEmbeddings -- contracts "When does the lease end?"

using CommunityToolkit.VectorData.InMemory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DataIngestion;
using Microsoft.ML.Tokenizers;

var (folder, question) = args switch
{
    [] => (Path.Combine(AppContext.BaseDirectory, "Documents"), "How many years is the warranty on the frame of a chair?"),
    [var path, var text] => (path, text),
    _ => throw new ArgumentException("Pass a folder and a question in quotation marks, or nothing."),
};
if (!Directory.Exists(folder))
    throw new ArgumentException($"The folder {folder} was not found.");

using var mistral = await SampleClient.CreateAsync();
var store = new InMemoryVectorStore(new() { EmbeddingGenerator = mistral.AsIEmbeddingGenerator("mistral-embed") });
using var writer = new VectorStoreWriter<string>(store, dimensionCount: 1024);

// The limit of a chunk is in tokens of this tokenizer: about those of Mistral's models.
var tokenizer = TiktokenTokenizer.CreateForModel("gpt-4o");
var chunker = new PageChunker(new HeaderChunker(new(tokenizer) { MaxTokensPerChunk = 500, OverlapTokens = 0 }));
using var pipeline = new IngestionPipeline<string>(mistral.AsIngestionDocumentReader("mistral-ocr-latest"), chunker, writer);

var count = 0;
await foreach (var result in pipeline.ProcessAsync(new DirectoryInfo(folder), "*.pdf"))
{
    var file = Path.GetFileName(result.DocumentId);
    if (result.Exception is { } exception)
        throw new InvalidOperationException($"{file} was not read. {exception.Message}", exception);
    Console.WriteLine($"{file}, pages: {result.Document!.Sections.Count}");
    count++;
}

if (count == 0)
    throw new ArgumentException($"The folder {folder} has no PDF files.");

Console.WriteLine($"\n{question}");
var passages = new List<string>();
await foreach (var match in writer.VectorStoreCollection.SearchAsync(question, top: 2))
{
    var source = $"{Path.GetFileName((string)match.Record["documentid"]!)}, page {match.Record["page"]}";
    var content = (string)match.Record["content"]!;
    Console.WriteLine($"  {match.Score:0.00}  {source}: {content.ReplaceLineEndings(" ")}");
    passages.Add($"{source}:\n{content}");
}

var response = await mistral.AsIChatClient("mistral-small-latest").GetResponseAsync(
[
    new(ChatRole.System, $"Answer from these passages, and name the file and the page.\n\n{string.Join("\n\n", passages)}"),
    new(ChatRole.User, question),
]);
Console.WriteLine(response.Text);
