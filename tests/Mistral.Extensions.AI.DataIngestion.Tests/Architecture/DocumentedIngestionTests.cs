using CommunityToolkit.VectorData.InMemory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DataIngestion;
using Microsoft.Extensions.DataIngestion.Chunkers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.ML.Tokenizers;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.Tests.Architecture;

// The documented code has no cancellation token.
#pragma warning disable xUnit1051

namespace Mistral.Extensions.AI.DataIngestion.Tests.Architecture;

/// <summary>The code of docs/data-ingestion.md and of the package's README.</summary>
public sealed class DocumentedIngestionTests : IAsyncLifetime
{
    private const string ThisFile = "tests/Mistral.Extensions.AI.DataIngestion.Tests/Architecture/DocumentedIngestionTests.cs";

    private MistralEmulator _emulator = null!;
    private MistralClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The code reads invoice.pdf and the folder "documents".
        Environment.CurrentDirectory = AppContext.BaseDirectory;
        _emulator = await MistralEmulator.StartAsync(cancellationToken: Token);
        _client = new(new MistralClientOptions { Endpoint = _emulator.Endpoint, ApiKey = "test-key" });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(ThisFile, "docs/data-ingestion.md", "Reading")]
    [InlineData(ThisFile, "docs/data-ingestion.md", "Options")]
    [InlineData(ThisFile, "docs/data-ingestion.md", "Responses of batch jobs and URLs")]
    [InlineData(ThisFile, "src/Mistral.Extensions.AI.DataIngestion/README.md", "Usage")]
    [InlineData("samples/DataIngestion/FolderToEmbeddings/PageChunker.cs", "docs/data-ingestion.md", "Page numbers of chunks")]
    public void Documented_code_is_compiled(string file, string page, string heading) => DocumentedCode.AssertIsIn(file, page, heading);

    [Fact]
    public async Task File_and_folder_are_read()
    {
        var mistral = _client;
        var chunker = new SectionChunker(new(TiktokenTokenizer.CreateForModel("gpt-4o")));
        var store = new InMemoryVectorStore(new() { EmbeddingGenerator = mistral.AsIEmbeddingGenerator("mistral-embed") });
        using var writer = new VectorStoreWriter<string>(store, dimensionCount: 1024);

        IngestionDocumentReader reader = mistral.AsIngestionDocumentReader("mistral-ocr-latest");

        IngestionDocument document = await reader.ReadAsync(new FileInfo("invoice.pdf"));
        foreach (var element in document.EnumerateContent())
            Console.WriteLine($"{element.PageNumber} {element.GetType().Name}: {element.GetMarkdown()}");

        using var pipeline = new IngestionPipeline<string>(reader, chunker, writer);
        await foreach (var result in pipeline.ProcessAsync(new DirectoryInfo("documents"), "*.pdf"))
            Console.WriteLine($"{result.DocumentId}: {(result.Succeeded ? "read" : result.Exception!.Message)}");

        Assert.Equal(2, document.Sections.Count);
        Assert.Equal(1, await writer.VectorStoreCollection.GetAsync(record => true, top: 10, cancellationToken: Token).CountAsync(Token));
    }

    [Fact]
    public void Reader_is_registered()
    {
        var services = new ServiceCollection();
        services.AddMistralClient(options => options.ApiKey = "test-key");

        services.AddSingleton(provider => provider.GetRequiredService<MistralClient>().AsIngestionDocumentReader("mistral-ocr-latest"));

        using var provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<IngestionDocumentReader>());
    }

    [Fact]
    public async Task Documented_options_are_sent()
    {
        var mistral = _client;

        var reader = mistral.AsIngestionDocumentReader(new OcrRequest
        {
            Model = "mistral-ocr-latest",
            Pages = "0-1",
            IncludeImageBase64 = true,
            BboxAnnotationFormat = ChatResponseFormat.ForJsonSchema<ImageDescription>().ToResponseFormat(),
            ExtractHeader = true,
            ExtractFooter = true,
        });

        await reader.ReadAsync(new FileInfo("invoice.pdf"), Token);
        var sent = Assert.Single(_emulator.Requests).Json!;
        Assert.Equal("0-1", (string?)sent["pages"]);
        Assert.NotNull(sent["bbox_annotation_format"]!["json_schema"]!["schema"]!["properties"]!["description"]);
    }

    [Fact]
    public async Task Response_for_a_URL_becomes_a_document()
    {
        var mistral = _client;

        OcrResponse response = await mistral.Ocr.ProcessAsync(new()
        {
            Model = "mistral-ocr-latest",
            Document = OcrDocument.FromUrl(new Uri("https://example.com/report.pdf")),
        });
        IngestionDocument document = response.ToIngestionDocument("https://example.com/report.pdf");

        Assert.Equal("https://example.com/report.pdf", document.Identifier);
        Assert.Single(document.EnumerateContent());
        Assert.Throws<ArgumentException>(() => response.ToIngestionDocument(""));
    }

    private sealed record ImageDescription(string Description);
}
