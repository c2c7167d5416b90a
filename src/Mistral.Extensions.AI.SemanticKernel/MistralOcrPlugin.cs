using System.ComponentModel;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>Lets a model read documents and images: PDF, Word, PowerPoint, scans and photos come out as Markdown.</summary>
/// <remarks><c>kernel.Plugins.AddFromObject(new MistralOcrPlugin(mistral), "documents")</c></remarks>
public sealed class MistralOcrPlugin
{
    private readonly OcrApi _ocr;
    private readonly string _modelId;
    private readonly string? _folder;

    /// <summary>A plugin on a client.</summary>
    /// <param name="client">The client; it stays the caller's.</param>
    /// <param name="modelId">The model that reads.</param>
    /// <param name="folder">
    /// A folder whose files the model may read by their names; null for none. Folders in it and the rest of this machine are out of reach.
    /// </param>
    public MistralOcrPlugin(MistralClient client, string modelId = "mistral-ocr-latest", string? folder = null)
    {
        _ocr = (client ?? throw new ArgumentNullException(nameof(client))).Ocr;
        (_modelId, _folder) = (modelId, folder);
    }

    /// <summary>Reads a document or an image.</summary>
    /// <param name="document">An https address, or the name of a file in the folder of this plugin.</param>
    /// <param name="pages">Which pages, counted from 0, e.g. <c>0-2,5</c>; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its text as Markdown; its images are links without a target.</returns>
    [KernelFunction("read_document")]
    [Description("Reads a document or an image (PDF, Word, PowerPoint, scan, photo) and returns its text as Markdown.")]
    public async Task<string> ReadDocumentAsync(
        [Description("The https address of the document, or the name of a file.")] string document,
        [Description("Which pages to read, counted from 0, such as 0-2,5. Leave out for all.")] string? pages = null,
        CancellationToken cancellationToken = default)
    {
        var request = new OcrRequest
        {
            Model = _modelId,
            Document = await OpenAsync(document, cancellationToken).ConfigureAwait(false),
            Pages = string.IsNullOrWhiteSpace(pages) ? null : new OcrPages(pages!),
        };
        var read = await _ocr.ProcessAsync(request, cancellationToken).ConfigureAwait(false);
        return read.ToMarkdown(embedImages: false);
    }

    private Task<ContentChunk> OpenAsync(string document, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(document))
            throw new ArgumentException("No document is named.", nameof(document));
        if (Uri.TryCreate(document, UriKind.Absolute, out var address) && address.Scheme is "https")
            return Task.FromResult(OcrDocument.FromUrl(address));

        // The model chooses the name: it must not lead out of the folder.
        if (_folder is null || Path.GetFileName(document) != document || !File.Exists(Path.Combine(_folder, document)))
            throw new ArgumentException($"\"{document}\" is neither an https address nor a file that may be read.", nameof(document));

        return OcrDocument.FromFileAsync(Path.Combine(_folder, document), cancellationToken);
    }
}
