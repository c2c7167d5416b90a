namespace Mistral.Extensions.AI.Emulator.Documents;

/// <summary>The exception for a document that exceeds a limit.</summary>
/// <param name="message">The error message.</param>
/// <param name="type">The <c>type</c> of the error response.</param>
/// <param name="code">The <c>code</c> of the error response.</param>
internal sealed class DocumentLimitException(string message, string type, string code) : Exception(message)
{
    /// <summary>The <c>type</c> of the error response.</summary>
    public string Type { get; } = type;

    /// <summary>The <c>code</c> of the error response.</summary>
    public string Code { get; } = code;

    /// <summary>Creates the exception for a document with too many pages.</summary>
    public static DocumentLimitException TooManyPages(int count, int maxCount) => new(
        $"This document has {count} pages, which is more than the maximum allowed of {maxCount}.",
        "document_parser_too_many_pages", "3730");

    /// <summary>Creates the exception for a document whose decompressed data is too large.</summary>
    public static DocumentLimitException TooLarge() =>
        new("The decompressed data of the document is too large.", "document_parser_invalid_file", "3740");
}
