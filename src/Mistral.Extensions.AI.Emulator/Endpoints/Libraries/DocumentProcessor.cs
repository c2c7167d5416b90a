using System.Security.Cryptography;
using System.Text;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Storage;
using Mistral.Extensions.AI.Emulator.Tools;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>Stores documents, extracts their text, and adds it to the search.</summary>
/// <param name="files">The files of all documents. They are not among the files of the files endpoints.</param>
/// <param name="passages">What the search in libraries finds.</param>
/// <param name="idGenerator">The source of document IDs.</param>
/// <param name="options">The time, and the time that processing takes.</param>
internal sealed class DocumentProcessor(
    FileStore files, TextIndex<LibraryPassage> passages, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    /// <summary>The folder for large files.</summary>
    public TemporaryFolder Folder => files.Folder;

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    /// <summary>Computes the hash by which the server finds a document that was uploaded before.</summary>
    public static async Task<string> ComputeHashAsync(FileContent content, CancellationToken cancellationToken)
    {
        await using var stream = content.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false))[..32];
    }

    /// <summary>Creates a document.</summary>
    public LibraryDocument Create(Library library, FileContent content, string name, string? contentType, string hash)
    {
        var mediaType = MediaTypes.FromFileName(name) ?? contentType ?? MediaTypes.Binary;
        var file = AddFile(name, mediaType, content);
        var pages = DocumentText.ReadPages(file);
        var text = pages is null ? null : Encoding.UTF8.GetBytes(string.Join("\n\n", pages));
        var document = new LibraryDocument(
            file, text is null ? null : AddFile($"{name}.md", "text/markdown", new FileContent(text)), pages ?? [], hash)
        {
            Name = name,
            ProcessedAt = Now + options.DocumentProcessingTime,
        };
        AddPassages(library, document);
        return document;
    }

    /// <summary>Processes a document again, and returns it.</summary>
    public LibraryDocument Reprocess(Library library, LibraryDocument document)
    {
        var reprocessed = document with { ProcessedAt = Now + options.DocumentProcessingTime };
        RemovePassages(document);
        AddPassages(library, reprocessed);
        return reprocessed;
    }

    /// <summary>Deletes the files of a document, and removes it from the search.</summary>
    public void Delete(LibraryDocument document)
    {
        RemovePassages(document);
        files.Delete(document.Id);
        if (document.TextFile is { } text)
            files.Delete(text.Id);
    }

    private StoredFile AddFile(string name, string mediaType, FileContent content)
    {
        var file = new StoredFile(idGenerator.NextUuid(), name, mediaType, content)
        {
            Purpose = "ocr",
            SampleType = "ocr_input",
            CreatedAt = Now,
        };
        files.Add(file);
        return file;
    }

    private void AddPassages(Library library, LibraryDocument document)
    {
        foreach (var text in DocumentText.Split(document.Pages, library.ChunkSize))
            passages.Add(text, new LibraryPassage(library.Id, document.Id, document.Name, text, document.ProcessedAt));
    }

    private void RemovePassages(LibraryDocument document) => passages.RemoveAll(passage => passage.DocumentId == document.Id);
}
