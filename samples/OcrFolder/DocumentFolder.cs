/// <summary>The documents of a folder and its subfolders.</summary>
internal sealed record DocumentFolder(string FullName, string OutputFolder, IReadOnlyList<SourceDocument> Documents)
{
    private static readonly string[] Extensions =
        [".pdf", ".docx", ".pptx", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp"];

    /// <exception cref="ArgumentException">The folder does not exist, has no documents, or contains the output folder.</exception>
    public static DocumentFolder Open(string path, string? outputPath)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var output = Path.GetFullPath(outputPath ?? $"{folder}-ocr");
        if (!Directory.Exists(folder))
            throw new ArgumentException($"The folder {path} was not found.");
        if ($"{output}{Path.DirectorySeparatorChar}".StartsWith($"{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            throw new ArgumentException($"The output folder {output} is in the folder of the documents. Choose another one.");

        var documents = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(file => Path.GetRelativePath(folder, file))
            .Select(name => new SourceDocument(name, Path.Combine(folder, name), Path.Combine(output, name)))
            .ToList();
        return documents.Count > 0
            ? new(folder, output, documents)
            : throw new ArgumentException($"The folder {path} has no documents ({string.Join(", ", Extensions)}).");
    }
}
