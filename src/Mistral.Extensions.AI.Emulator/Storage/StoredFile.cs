namespace Mistral.Extensions.AI.Emulator.Storage;

/// <summary>
/// A file that requests can reference by its ID. The properties are those of <c>FileSchema</c> in the OpenAPI description.
/// </summary>
/// <param name="Id">The ID of the file.</param>
/// <param name="Name">The name of the file.</param>
/// <param name="MediaType">The media type of the content.</param>
/// <param name="Content">The content.</param>
internal sealed record StoredFile(Guid Id, string Name, string MediaType, FileContent Content)
{
    public required string Purpose { get; init; }

    public required string SampleType { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string Source { get; init; } = "upload";

    public string Visibility { get; init; } = "workspace";

    public string? Signature { get; init; }

    /// <summary>The number of lines that are not empty; null if the file does not consist of lines.</summary>
    public int? LineCount { get; init; }
}
