using System.Text;
using System.Text.Unicode;
using Mistral.Extensions.AI.Emulator.Documents;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>Extracts the text of documents, and splits it into passages.</summary>
internal static class DocumentText
{
    /// <summary>The maximum size of a document: the limit of OCR.</summary>
    private const int MaxFileLength = 50 * 1024 * 1024;

    private const int DefaultChunkSize = 1000;

    /// <summary>The number of characters in which the search finds passages.</summary>
    private const int MaxSearchedLength = 1_000_000;

    /// <summary>Returns the text of each page; null if the document cannot be read.</summary>
    public static IReadOnlyList<string>? ReadPages(StoredFile file)
    {
        if (file.Content.Length > MaxFileLength)
            return null;
        var content = file.Content.ReadAll();
        var mediaType = file.MediaType.ToLowerInvariant();
        var isText = !MediaTypes.IsImage(mediaType) && mediaType != MediaTypes.Pdf && MediaTypes.GetOfficeExtension(mediaType) is null;
        if (isText && Utf8.IsValid(content.Span) && !content.Span.Contains((byte)0))
            return [Encoding.UTF8.GetString(content.Span)];
        try
        {
            var pages = DocumentReader.Read(mediaType, content, url: null, includeImages: false);
            return [.. pages.Select(page => string.Join('\n', page.Elements.Where(line => line.Image is null).Select(line => line.Text)))];
        }
        catch (Exception error) when (error is InvalidDataException or DocumentLimitException)
        {
            return null;
        }
    }

    /// <summary>Splits the text of pages at empty lines, and then into passages of at most a number of characters.</summary>
    public static IEnumerable<string> Split(IEnumerable<string> pages, int? chunkSize)
    {
        var size = chunkSize ?? DefaultChunkSize;
        var length = 0;
        return pages
            .SelectMany(page => page.ReplaceLineEndings("\n").Split("\n\n"))
            .Select(paragraph => paragraph.Trim())
            .SelectMany(paragraph => SplitLong(paragraph, size))
            .Where(passage => passage.Length > 0)
            .TakeWhile(passage => (length += passage.Length) <= MaxSearchedLength);
    }

    private static IEnumerable<string> SplitLong(string paragraph, int size)
    {
        while (paragraph.Length > size)
        {
            var end = paragraph.LastIndexOfAny([' ', '\n'], size - 1) is var space and > 0 ? space : size;
            if (char.IsHighSurrogate(paragraph[end - 1]))
                end--;
            yield return paragraph[..end].Trim();
            paragraph = paragraph[end..].TrimStart();
        }
        yield return paragraph;
    }
}
