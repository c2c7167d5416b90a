using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.SamplePrograms;

/// <summary>The sample OcrFolder as a process.</summary>
[Trait("Requires", "net10.0")]
[Collection(nameof(NonParallel))]
public sealed class OcrFolderTests : IDisposable
{
    private readonly DirectoryInfo _documents = Directory.CreateTempSubdirectory("ocr-folder-");

    public OcrFolderTests()
    {
        CopyAsset("invoice.pdf", "invoice.pdf");
        CopyAsset("photo.png", Path.Combine("images", "photo.PNG"));
    }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private string Results => $"{_documents.FullName}-ocr";

    [Fact]
    public async Task Each_document_has_a_folder_with_its_text_and_images()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);

        var output = await RunAsync(emulator);

        Assert.Equal((0, 0), (output.ExitCode, output.Errors.Length));
        Assert.Contains("Invoice", ReadResult("invoice.pdf", "document.md"), StringComparison.Ordinal);
        Assert.Contains("![img-0.png](img-0.png)", ReadResult("images", "photo.PNG", "document.md"), StringComparison.Ordinal);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_documents.FullName, "images", "photo.PNG")),
            File.ReadAllBytes(Path.Combine(Results, "images", "photo.PNG", "img-0.png")));
        Assert.Equal("OCR [##############################] 2 of 2, 3 pages, 0 failed", output.Lines[^3]);
        Assert.Matches("^2 documents with 3 pages were read in .* s, 0 failed$", output.Lines[^2]);
    }

    [Fact]
    public async Task Finished_documents_are_skipped_until_they_change()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        await RunAsync(emulator);
        var requests = emulator.Requests.Count;

        var finished = await RunAsync(emulator);
        var requestsOfFinished = emulator.Requests.Count - requests;
        File.SetLastWriteTimeUtc(Path.Combine(_documents.FullName, "invoice.pdf"), DateTime.UtcNow.AddMinutes(1));
        var changed = await RunAsync(emulator);

        Assert.Equal((0, 0), (finished.ExitCode, requestsOfFinished));
        Assert.EndsWith("2 documents in " + _documents.FullName + ", 2 are finished", finished.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith(", 1 are finished", changed.Lines[0], StringComparison.Ordinal);
        Assert.Equal(requests + 1, emulator.Requests.Count);
    }

    [Fact]
    public async Task Document_that_fails_is_one_line_and_is_read_again_by_the_next_run()
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_documents.FullName, "damaged.pdf"), "%PDF-no", CancellationToken);

        var first = await RunAsync(emulator);
        CopyAsset("invoice.pdf", "damaged.pdf");
        var second = await RunAsync(emulator);

        Assert.Equal(1, first.ExitCode);
        Assert.StartsWith("damaged.pdf: POST /v1/ocr: ", Assert.Single(first.Errors), StringComparison.Ordinal);
        Assert.Matches("^2 documents with 3 pages were read in .* s, 1 failed$", first.Lines[^2]);
        Assert.Equal((0, 0), (second.ExitCode, second.Errors.Length));
        Assert.EndsWith(", 2 are finished", second.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_key_ends_the_program_with_one_line()
    {
        await using var emulator = await MistralEmulator.StartAsync(new() { ApiKey = "another-key-0123456789" }, CancellationToken);

        var output = await RunAsync(emulator);

        Assert.Equal(1, output.ExitCode);
        Assert.Contains("401", Assert.Single(output.Errors), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Results));
    }

    [Theory]
    [InlineData("missing", "missing-ocr", "The folder *missing was not found.")]
    [InlineData("images", "images", "The output folder *images is in the folder of the documents. Choose another one.")]
    [InlineData("empty", "empty-ocr", "The folder *empty has no documents (*).")]
    public async Task Folder_that_cannot_be_read_is_one_line(string folder, string output, string error)
    {
        await using var emulator = await MistralEmulator.StartAsync(cancellationToken: CancellationToken);
        _documents.CreateSubdirectory("empty");

        var result = await SampleProcess.RunAsync(
            "OcrFolder", emulator.Endpoint, Path.Combine(_documents.FullName, folder), Path.Combine(_documents.FullName, output));

        Assert.Equal(2, result.ExitCode);
        var parts = error.Split('*');
        Assert.StartsWith(parts[0], Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, result.Errors[0], StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _documents.Delete(recursive: true);
        if (Directory.Exists(Results))
            Directory.Delete(Results, recursive: true);
    }

    private Task<SampleOutput> RunAsync(MistralEmulator emulator) =>
        SampleProcess.RunAsync("OcrFolder", emulator.Endpoint, _documents.FullName);

    private void CopyAsset(string asset, string name)
    {
        var path = Path.Combine(_documents.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(Path.Combine(Repository.Root, "samples", "Assets", asset), path, overwrite: true);
    }

    private string ReadResult(params string[] names) => File.ReadAllText(Path.Combine([Results, .. names]));
}
