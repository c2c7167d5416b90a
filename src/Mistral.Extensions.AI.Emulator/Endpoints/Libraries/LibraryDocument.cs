using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Storage;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>A document of a library.</summary>
/// <param name="File">The uploaded file. Its ID is that of the document.</param>
/// <param name="TextFile">The extracted text; null if it could not be extracted.</param>
/// <param name="Pages">The text of each page.</param>
/// <param name="Hash">The hash of the file: 32 hexadecimal digits.</param>
internal sealed record LibraryDocument(StoredFile File, StoredFile? TextFile, IReadOnlyList<string> Pages, string Hash)
{
    public Guid Id => File.Id;

    public required string Name { get; init; }

    /// <summary>The time at which the document has been processed, which can be in the future.</summary>
    public required DateTimeOffset ProcessedAt { get; init; }

    /// <summary>The attributes that a request set; null for none.</summary>
    public JsonElement? Attributes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The value of the <c>process_status</c> field.</summary>
    public string GetStatus(DateTimeOffset now) => ProcessedAt > now ? "in_progress" : TextFile is null ? "error" : "done";

    /// <summary>The value of the deprecated <c>processing_status</c> field.</summary>
    public string GetOldStatus(DateTimeOffset now) => GetStatus(now) switch
    {
        "in_progress" => "Running",
        "error" => "Error",
        _ => "Completed",
    };
}
