namespace Mistral.Extensions.AI.Emulator.Tools;

/// <summary>A part of a document in a library.</summary>
/// <param name="LibraryId">The ID of the library.</param>
/// <param name="DocumentId">The ID of the document.</param>
/// <param name="DocumentName">The name of the document.</param>
/// <param name="Text">The text.</param>
/// <param name="AvailableAt">The time at which the document has been processed.</param>
internal sealed record LibraryPassage(
    Guid LibraryId, Guid DocumentId, string DocumentName, string Text, DateTimeOffset AvailableAt);
