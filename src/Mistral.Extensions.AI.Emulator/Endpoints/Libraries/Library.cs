using System.Collections.Immutable;

namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>A library with its documents.</summary>
/// <param name="Id">The ID of the library.</param>
/// <param name="Name">The name of the library.</param>
/// <param name="OwnerType">The type of the owner: <c>User</c> or <c>Workspace</c>.</param>
/// <param name="ChunkSize">The maximum number of characters of a passage; null for the default.</param>
/// <param name="CreatedAt">The time at which the library was created.</param>
internal sealed record Library(Guid Id, string Name, string OwnerType, int? ChunkSize, DateTimeOffset CreatedAt)
{
    /// <summary>The ID of the organization, and of the owner of all libraries and documents.</summary>
    public static readonly Guid OwnerId = new("6340e568-a546-4c41-9dee-1fbeb80493e1");

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    public string? Description { get; init; }

    /// <summary>The documents, the oldest first.</summary>
    public ImmutableList<LibraryDocument> Documents { get; init; } = [];

    /// <summary>The users, workspaces and organizations with access, except the owner.</summary>
    public ImmutableList<LibraryAccess> Accesses { get; init; } = [];
}
