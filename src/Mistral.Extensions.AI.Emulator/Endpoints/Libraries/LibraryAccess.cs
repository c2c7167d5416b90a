namespace Mistral.Extensions.AI.Emulator.Endpoints.Libraries;

/// <summary>The access of a user, a workspace or an organization to a library.</summary>
/// <param name="EntityId">The ID of the user, the workspace or the organization.</param>
/// <param name="EntityType">The type: <c>User</c>, <c>Workspace</c> or <c>Org</c>.</param>
/// <param name="Role">The role: <c>Viewer</c> or <c>Editor</c>.</param>
internal sealed record LibraryAccess(Guid EntityId, string EntityType, string Role);
