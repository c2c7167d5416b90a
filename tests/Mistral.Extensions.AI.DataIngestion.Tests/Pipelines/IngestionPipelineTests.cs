using CommunityToolkit.VectorData.InMemory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DataIngestion;
using Microsoft.Extensions.DataIngestion.Chunkers;
using Microsoft.ML.Tokenizers;
using Mistral.Extensions.AI.DataIngestion.Tests.Infrastructure;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Architecture;

namespace Mistral.Extensions.AI.DataIngestion.Tests.Pipelines;

/// <summary>The reader in a pipeline of Microsoft.Extensions.DataIngestion, with its chunkers and a vector store.</summary>
public sealed class IngestionPipelineTests : IAsyncLifetime
{
    private static readonly Tokenizer Tokenizer = TiktokenTokenizer.CreateForModel("gpt-4o");

    private static readonly DirectoryInfo Documents =
        new(Path.Combine(Repository.Root, "samples", "DataIngestion", "FolderToEmbeddings", "Documents"));

    private MistralEmulator _emulator = null!;
    private MistralClient _client = null!;
    private IngestionDocumentReader _reader = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        _client = new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
        _reader = _client.AsIngestionDocumentReader("mistral-ocr-latest");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task HeaderChunker_splits_at_headers()
    {
        var chunks = await ChunkAsync(new HeaderChunker(new(Tokenizer)));

        Assert.Equal(["# Warranty of Atelier Moreau", "# Chairs", "# Tables"], chunks.Select(chunk => chunk.Context));
        Assert.Equal(
            "# Tables\nThe warranty on a table is five years, without damage by water or heat.",
            chunks[2].Content.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task SectionChunker_does_not_mix_pages()
    {
        var chunks = await ChunkAsync(new SectionChunker(new(Tokenizer)));

        Assert.All(chunks, chunk => Assert.NotEqual(
            chunk.Content.Contains("proof of purchase", StringComparison.Ordinal),
            chunk.Content.Contains("Tables", StringComparison.Ordinal) || chunk.Content.Contains("Chairs", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PageChunker_adds_page_numbers()
    {
        var chunks = await ChunkAsync(new PageChunker(new HeaderChunker(new(Tokenizer))));

        Assert.Equal([1, 2, 2], chunks.Select(chunk => chunk.Metadata["page"]));
    }

    [Fact]
    public async Task Folder_is_stored_and_searched_with_page_numbers()
    {
        var store = new InMemoryVectorStore(new() { EmbeddingGenerator = _client.AsIEmbeddingGenerator("mistral-embed") });
        using var writer = new VectorStoreWriter<string>(store, dimensionCount: 1024);
        using var pipeline = new IngestionPipeline<string>(_reader, new PageChunker(new HeaderChunker(new(Tokenizer))), writer);

        var results = await pipeline.ProcessAsync(Documents, "*.pdf", cancellationToken: Token).ToListAsync(Token);

        Assert.All(results, result => Assert.Null(result.Exception));
        Assert.Equal(["delivery.pdf", "warranty.pdf"], results.Select(result => Path.GetFileName(result.DocumentId)).Order());
        var match = await writer.VectorStoreCollection
            .SearchAsync("How many years is the warranty on the frame of a chair?", top: 1, cancellationToken: Token).SingleAsync(Token);
        Assert.Equal(("warranty.pdf", 2), (Path.GetFileName((string)match.Record["documentid"]!), match.Record["page"]));
        Assert.StartsWith("# Chairs", (string)match.Record["content"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_OCR_cannot_read_does_not_stop_the_pipeline()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.txt"), "text", Token);
            File.Copy(Path.Combine(Documents.FullName, "delivery.pdf"), Path.Combine(folder.FullName, "b.pdf"));
            var store = new InMemoryVectorStore(new() { EmbeddingGenerator = _client.AsIEmbeddingGenerator("mistral-embed") });
            using var writer = new VectorStoreWriter<string>(store, dimensionCount: 1024);
            using var pipeline = new IngestionPipeline<string>(_reader, new SectionChunker(new(Tokenizer)), writer);

            var results = await pipeline.ProcessAsync(folder, cancellationToken: Token).ToListAsync(Token);

            Assert.Equal(
                [("a.txt", false), ("b.pdf", true)],
                results.Select(result => (Path.GetFileName(result.DocumentId), result.Succeeded)).Order());
            Assert.IsType<NotSupportedException>(results.Single(result => !result.Succeeded).Exception);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Large_table_is_split_by_rows_with_its_header()
    {
        var rows = Enumerable.Range(0, 100).Select(row => $"| item {row} | {row} EUR |");
        var table = string.Join('\n', ["| item | price |", "|---|---|", .. rows]);
        var document = await OcrResponses.ReadMarkdownAsync(table);

        var chunks = await new HeaderChunker(new(Tokenizer) { MaxTokensPerChunk = 200 }).ProcessAsync(document, Token).ToListAsync(Token);

        Assert.True(chunks.Count > 2);
        Assert.All(chunks, chunk => Assert.StartsWith("| item | price |", chunk.Content, StringComparison.Ordinal));
        Assert.EndsWith("| item 99 | 99 EUR |", chunks[^1].Content, StringComparison.Ordinal);
    }

    private async Task<List<IngestionChunk<string>>> ChunkAsync(IngestionChunker<string> chunker)
    {
        var document = await _reader.ReadAsync(Documents.GetFiles("warranty.pdf").Single(), Token);
        return await chunker.ProcessAsync(document, Token).ToListAsync(Token);
    }
}
