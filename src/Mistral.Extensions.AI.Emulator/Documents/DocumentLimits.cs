namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>The limits of documents.</summary>
internal static class DocumentLimits
{
    /// <summary>The maximum number of pages: https://docs.mistral.ai/studio/document-ai/basic-ocr.</summary>
    public const int MaxPages = 1_000;

    /// <summary>Rejects a document with too many pages.</summary>
    /// <exception cref="DocumentLimitException">The document has too many pages.</exception>
    public static void CheckPageCount(int count)
    {
        if (count > MaxPages)
            throw DocumentLimitException.TooManyPages(count, MaxPages);
    }
}
