using System.ComponentModel;
using Microsoft.SemanticKernel;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Ocr;
using Mistral.Extensions.AI.SemanticKernel.Documents;

namespace Mistral.Extensions.AI.SemanticKernel;

/// <summary>
/// A Semantic Kernel plugin for OCR, with the function <c>read_document</c>. It returns the text of PDF, Word and PowerPoint files, scans
/// and photos as Markdown.
/// </summary>
/// <remarks>
/// <para>
/// Add it to a kernel with <c>kernel.Plugins.AddFromObject(new MistralOcrPlugin(mistral, folder: "documents"), "documents")</c>.
/// </para>
/// <para>
/// The model chooses the documents, and instructions for it may be hidden in the texts that it reads. So it can only read files of one
/// folder, and URLs of the hosts that you allow. Mistral's server downloads a URL, not this application: the plugin cannot check the
/// addresses to which a host name resolves, or the redirects of a server. Allow only hosts that you trust.
/// </para>
/// </remarks>
public sealed class MistralOcrPlugin
{
    private readonly OcrApi _ocr;
    private readonly string _modelId;
    private readonly DocumentFolder? _folder;
    private readonly AllowedHosts _allowedHosts;

    // The model receives this in the error message of a call.
    private string AcceptedDocuments => (_folder, _allowedHosts.Description) switch
    {
        (null, null) => "This plugin has no folder and no allowed hosts. Pass one of them to the constructor of MistralOcrPlugin.",
        (null, { } urls) => $"Specify {urls}.",
        (_, null) => "Specify the name of a file in the folder of this plugin.",
        (_, { } urls) => $"Specify the name of a file in the folder of this plugin, or {urls}.",
    };

    /// <summary>Initializes a new instance of the <see cref="MistralOcrPlugin"/> class.</summary>
    /// <param name="client">The client that sends the requests. The plugin does not dispose it.</param>
    /// <param name="modelId">An OCR model.</param>
    /// <param name="folder">
    /// The folder whose files the model may read by file name, or null for no files. Subfolders, symbolic links and all other files are not
    /// accessible.
    /// </param>
    /// <param name="allowedHosts">
    /// The hosts whose https URLs the model may read, for example <c>example.com</c>, or <c>*.example.com</c> for its subdomains. Null for
    /// no URLs.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="allowedHosts"/> contains an IP address, the name of a local host, or anything other than a host name.
    /// </exception>
    public MistralOcrPlugin(
        MistralClient client,
        string modelId = "mistral-ocr-latest",
        string? folder = null,
        IEnumerable<string>? allowedHosts = null)
    {
        _ocr = (client ?? throw new ArgumentNullException(nameof(client))).Ocr;
        _modelId = modelId;
        _folder = folder is null ? null : new(folder);
        _allowedHosts = new(allowedHosts ?? []);
    }

    /// <summary>Reads a document or an image.</summary>
    /// <param name="document">An https URL of an allowed host, or the name of a file in the plugin's folder.</param>
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
            Document = CreateDocument(document),
            Pages = string.IsNullOrWhiteSpace(pages) ? null : new OcrPages(pages!),
        };
        var response = await _ocr.ProcessAsync(request, cancellationToken).ConfigureAwait(false);
        return response.ToMarkdown(embedImages: false);
    }

    private ContentChunk CreateDocument(string document)
    {
        if (string.IsNullOrWhiteSpace(document))
            throw new ArgumentException($"No document was specified. {AcceptedDocuments}", nameof(document));
        if (_allowedHosts.TryGetUrl(document, out var url))
            return OcrDocument.FromUrl(url);

        return _folder?.FindFile(document) is { } path
            ? OcrDocument.FromFile(path)
            : throw new ArgumentException($"The document \"{document}\" cannot be read. {AcceptedDocuments}", nameof(document));
    }
}
