using Mistral.Extensions.AI.Http;

namespace Mistral.Extensions.AI.Libraries;

/// <summary>
/// Document libraries, in which conversations and agents search with <c>DocumentLibraryTool</c> (<c>/v1/libraries</c>).
/// </summary>
public sealed class LibrariesApi
{
    private const string Path = "libraries";

    private static readonly JsonResponseReader<Library> Reader = new(LibrariesJson.Default.Library);

    private readonly MistralConnection _connection;

    internal LibrariesApi(MistralConnection connection)
    {
        _connection = connection;
        Documents = new(connection);
        Accesses = new(connection);
    }

    /// <summary>The documents of libraries.</summary>
    public LibraryDocumentsApi Documents { get; }

    /// <summary>The accesses to libraries: with whom they are shared.</summary>
    public LibraryAccessesApi Accesses { get; }

    /// <summary>Creates a library. The owner can share it with <see cref="Accesses"/>.</summary>
    /// <param name="request">The name and other properties of the library.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The library, with its ID.</returns>
    /// <remarks>If the response to an attempt is lost, a retry creates a second library.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<Library> CreateAsync(CreateLibraryRequest request, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request, CreateLibraryRequest.Validate);
        return _connection.PostAsync(_connection.CreateUri(Path), request, Reader, cancellationToken);
    }

    /// <summary>Lists the libraries that the API key can access. Each page is requested when the enumeration reaches it.</summary>
    /// <param name="request">The filter, the first page and the page size; null for all libraries.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The libraries. Each enumeration sends new requests.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">
    /// The API returned an error response, or the connection failed. Thrown during the enumeration.
    /// </exception>
    public IAsyncEnumerable<Library> ListAsync(ListLibrariesRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListLibrariesRequest.Validate);
        return PagedList.EnumerateAsync<Library, ListLibrariesResponse>(
            request.PageToken, (page, token) => ListPageAsync(request with { PageToken = page }, token), cancellationToken);
    }

    /// <summary>Lists the libraries on one page.</summary>
    /// <param name="request">The filter, the page and its size; null for the first page of all libraries.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The page, with the token of the next page.</returns>
    /// <exception cref="ArgumentException">The request is invalid; nothing was sent.</exception>
    /// <exception cref="MistralException">The API returned an error response, or the connection failed.</exception>
    public Task<ListLibrariesResponse> ListPageAsync(ListLibrariesRequest? request = null, CancellationToken cancellationToken = default)
    {
        RequestValidation.ThrowIfInvalid(request ??= new(), ListLibrariesRequest.Validate);
        return _connection.SendAsync(
            HttpMethod.Get,
            RequestPath.AddQuery(Path, request.ToParameters()),
            LibrariesJson.Default.ListLibrariesResponse,
            cancellationToken);
    }

    /// <summary>Gets the properties of a library.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The library.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed.
    /// </exception>
    public Task<Library> GetAsync(string libraryId, CancellationToken cancellationToken = default) =>
        _connection.SendAsync(HttpMethod.Get, CreatePath(libraryId), LibrariesJson.Default.Library, cancellationToken);

    /// <summary>Changes the name or the description of a library.</summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="request">The new values.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The changed library.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>, or the request changes nothing; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed.
    /// </exception>
    public Task<Library> UpdateAsync(string libraryId, UpdateLibraryRequest request, CancellationToken cancellationToken = default)
    {
        var path = CreatePath(libraryId);
        RequestValidation.ThrowIfInvalid(request, UpdateLibraryRequest.Validate);
        return _connection.SendAsync(MistralConnection.Patch, path, request, Reader, cancellationToken);
    }

    /// <summary>
    /// Deletes a library with all its documents. If the response to the first attempt was lost and a retry finds no library, it was
    /// deleted.
    /// </summary>
    /// <param name="libraryId">The ID of the library.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>A task that is completed when the library is deleted.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="libraryId"/> is null, empty, white space, <c>.</c> or <c>..</c>; nothing was sent.
    /// </exception>
    /// <exception cref="MistralException">
    /// The API returned an error response (404 if the library does not exist), or the connection failed.
    /// </exception>
    public Task DeleteAsync(string libraryId, CancellationToken cancellationToken = default) =>
        _connection.DeleteAsync(CreatePath(libraryId), cancellationToken);

    internal static string CreatePath(string libraryId) =>
        $"{Path}/{RequestPath.EscapeSegment(libraryId, "No library was specified. Pass the ID of a library.", nameof(libraryId))}";
}
