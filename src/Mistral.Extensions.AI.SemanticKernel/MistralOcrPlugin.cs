using System.ComponentModel;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// A Semantic Kernel plugin for OCR, with the function <c>read_document</c>. It returns the text of PDF, Word and PowerPoint files, scans
/// and photos as Markdown.
/// </summary>
/// <remarks>Add it to a kernel with <c>kernel.Plugins.AddFromObject(new MistralOcrPlugin(mistral), "documents")</c>.</remarks>
public sealed class MistralOcrPlugin
{
    private readonly OcrApi _ocr;
    private readonly string _modelId;
    private readonly string? _folder;

    private string AcceptedDocuments =>
        _folder is null ? "Specify an https URL." : "Specify an https URL, or the name of a file in the folder of this plugin.";

    /// <summary>Initializes a new instance of the <see cref="MistralOcrPlugin"/> class.</summary>
    /// <param name="client">The client that sends the requests. The plugin does not dispose it.</param>
    /// <param name="modelId">An OCR model.</param>
    /// <param name="folder">
    /// The folder whose files the model may read by file name, or null to allow https URLs only. Subfolders and all other files are not
    /// accessible.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public MistralOcrPlugin(MistralClient client, string modelId = "mistral-ocr-latest", string? folder = null)
    {
        _ocr = (client ?? throw new ArgumentNullException(nameof(client))).Ocr;
        (_modelId, _folder) = (modelId, folder);
    }

    /// <summary>Reads a document or an image.</summary>
    /// <param name="document">An https URL, or the name of a file in the plugin's folder.</param>
    /// <param name="pages">
    /// The pages to read, as comma-separated numbers and ranges from 0, for example <c>0-2,5</c>. Null for all pages.
    /// </param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The text as Markdown. Images in the document appear as Markdown image links; the image data is not included.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="document"/> is not accessible, or <paramref name="pages"/> is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    [KernelFunction("read_document")]
    [Description("Reads a document or an image (PDF, Word, PowerPoint, scan, photo) and returns its text as Markdown.")]
    public async Task<string> ReadDocumentAsync(
        [Description("The https URL or the file name of the document.")] string document,
        [Description("The pages to read, counted from 0, for example 0-2,5. Omit it to read all pages.")] string? pages = null,
        CancellationToken cancellationToken = default)
    {
        var request = new OcrRequest
        {
            Model = _modelId,
            Document = await CreateDocumentAsync(document, cancellationToken).ConfigureAwait(false),
            Pages = string.IsNullOrWhiteSpace(pages) ? null : new OcrPages(pages!),
        };
        var response = await _ocr.ProcessAsync(request, cancellationToken).ConfigureAwait(false);
        return response.ToMarkdown(embedImages: false);
    }

    private Task<ContentChunk> CreateDocumentAsync(string document, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(document))
            throw new ArgumentException($"No document was specified. {AcceptedDocuments}", nameof(document));
        if (Uri.TryCreate(document, UriKind.Absolute, out var url) && url.Scheme is "https")
            return Task.FromResult(OcrDocument.FromUrl(url));

        // The model chooses the file name. A path could refer to a file outside the folder.
        if (_folder is null || Path.GetFileName(document) != document || !File.Exists(Path.Combine(_folder, document)))
            throw new ArgumentException($"The document \"{document}\" cannot be read. {AcceptedDocuments}", nameof(document));

        return OcrDocument.FromFileAsync(Path.Combine(_folder, document), cancellationToken);
    }
}
