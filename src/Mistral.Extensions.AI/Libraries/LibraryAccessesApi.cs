using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>
/// The accesses to libraries: with which users, workspaces and organizations they are shared (<c>/v1/libraries/{library_id}/share</c>).
/// </summary>
public sealed class LibraryAccessesApi
{
    private static readonly JsonResponseReader<Sharing> Reader = new(LibrariesJson.Default.Sharing);

    private readonly MistralConnection _connection;

    internal LibraryAccessesApi(MistralConnection connection) => _connection = connection;

    /// <summary>Lists the accesses to a library.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The accesses.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed.
    /// </exception>
    public Task<ListSharingResponse> ListAsync(string libraryId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, CreatePath(libraryId), LibrariesJson.Default.ListSharingResponse, cancellationToken);

    /// <summary>
    /// Shares a library with a user, a workspace or an organization, or changes the level of an access. Only the owner can do this, and
    /// only within the organization.
    /// </summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="request">The user, workspace or organization, and the access level.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The access.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed.
    /// </exception>
    public Task<Sharing> UpdateOrCreateAsync(
        string libraryId, SharingRequest request, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(libraryId);
        RequestValidation.ThrowIfInvalid(request, SharingRequest.Validate);
        return _connection.SendAsync(HttpMethod.Put, path, request, Reader, cancellationToken);
    }

    /// <summary>
    /// Deletes an access to a library. Owners cannot delete their own access. If the response to the first attempt was lost and a retry
    /// finds no access, it was deleted.
    /// </summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="request">The user, workspace or organization.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that is completed when the access is deleted.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request is invalid; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library or the access does not exist), or the connection failed.
    /// </exception>
    public Task DeleteAsync(string libraryId, SharingDelete request, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(libraryId);
        RequestValidation.ThrowIfInvalid(request, SharingDelete.Validate);
        return _connection.DeleteAsync(
            path, request, LibrariesJson.Default.Sharing, new() { LibraryId = libraryId }, cancellationToken);
    }

    private static string CreatePath(string libraryId) => $"{LibrariesApi.CreatePath(libraryId)}/share";
}
