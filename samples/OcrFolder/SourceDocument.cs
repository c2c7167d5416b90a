using Mistral.Extensions.AI.Ocr;

/// <summary>A document and the folder for its results.</summary>
internal sealed record SourceDocument(string Name, string FullName, string OutputFolder)
{
    private string TextPath => Path.Combine(OutputFolder, "document.md");

    /// <summary>Whether the text was written after the last change of the document.</summary>
    public bool IsFinished => File.Exists(TextPath) && File.GetLastWriteTimeUtc(TextPath) >= File.GetLastWriteTimeUtc(FullName);

    /// <summary>Writes the images, to which the text has relative links, and then the text.</summary>
    public async Task WriteAsync(OcrResponse response, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(OutputFolder);
        foreach (var image in response.Pages.SelectMany(page => page.Images ?? []))
        {
            if (image is not { Id: { } id, ImageBase64: { } data })
                continue;

            var path = Path.Combine(OutputFolder, Path.GetFileName(id));
            await File.WriteAllBytesAsync(path, data.Data.ToArray(), cancellationToken);
        }

        // The file is renamed when it is complete: if the program is stopped while it writes, the next run reads the document again.
        await File.WriteAllTextAsync($"{TextPath}.tmp", response.Text, cancellationToken);
        File.Move($"{TextPath}.tmp", TextPath, overwrite: true);
    }
}
