using System.Runtime.CompilerServices;

namespace Mistral.Extensions.AI.Http;

/// <summary>Lists that the API returns in pages, which have numbers or tokens.</summary>
internal static class PagedList
{
    /// <summary>Returns the message of the first error in the parameters of a list, or null if they are valid.</summary>
    internal static string? Validate(int? page, int? pageSize) => (page, pageSize) switch
    {
        ( < 0, _) => $"Page must be 0 or greater, but was {page}.",
        (_, < 1) => $"PageSize must be 1 or greater, but was {pageSize}.",
        _ => null,
    };

    /// <summary>Reads the items of all pages, which are counted from 0. Each page is requested when its first item is needed.</summary>
    /// <param name="firstPage">The page to start with; null for the first one.</param>
    /// <param name="getPage">Requests a page; null for the first one.</param>
    /// <param name="getId">Gets the ID of an item.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal static IAsyncEnumerable<T> EnumerateAsync<T, TPage>(
        int? firstPage,
        Func<int?, CancellationToken, Task<TPage>> getPage,
        Func<T, string?> getId,
        CancellationToken cancellationToken)
        where T : class
        where TPage : IPage<T> => EnumerateAsync(
            firstPage,
            static (page, _) => (page ?? 0) + 1,
            // The number of the items on earlier pages is not known.
            firstPage is null or 0 ? 0 : null,
            getPage,
            getId,
            cancellationToken);

    /// <summary>
    /// Reads the items of all pages, each of which begins after a number of items. Each page is requested when its first item is needed.
    /// </summary>
    /// <param name="firstOffset">The number of items to leave out; null for none.</param>
    /// <param name="getPage">Requests the page after a number of items; null for the first page.</param>
    /// <param name="getId">Gets the ID of an item.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal static IAsyncEnumerable<T> EnumerateOffsetsAsync<T, TPage>(
        int? firstOffset,
        Func<int?, CancellationToken, Task<TPage>> getPage,
        Func<T, string?> getId,
        CancellationToken cancellationToken)
        where T : class
        where TPage : IPage<T> => EnumerateAsync(
            firstOffset, static (offset, count) => (offset ?? 0) + count, firstOffset ?? 0, getPage, getId, cancellationToken);

    private static async IAsyncEnumerable<T> EnumerateAsync<T, TPage>(
        int? first,
        Func<int?, int, int> getNext,
        long? skipped,
        Func<int?, CancellationToken, Task<TPage>> getPage,
        Func<T, string?> getId,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
        where TPage : IPage<T>
    {
        // The server may return fewer items than requested on any page, so only the total or an empty page ends the list. A server that
        // does not know pages returns the same items again, possibly without IDs.
        string? previousId = null;
        long count = 0;
        for (var position = first; ;)
        {
            var response = await getPage(position, cancellationToken).ConfigureAwait(false);
            var items = response.Data;
            var id = items.Count > 0 && items[0] is { } item ? getId(item) : null;
            if (items.Count == 0 || (count > 0 && id == previousId))
                yield break;

            foreach (var listed in items)
            {
                if (listed is not null)
                    yield return listed;
            }

            previousId = id;
            count += items.Count;
            if (skipped + count >= response.Total)
                yield break;

            position = getNext(position, items.Count);
        }
    }

    /// <summary>Reads the items of all pages, each of which has the token of the next one. Each page is requested when needed.</summary>
    /// <param name="firstToken">The token of the page to start with; null for the first one.</param>
    /// <param name="getPage">Requests the page with a token; null for the first one.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal static async IAsyncEnumerable<T> EnumerateAsync<T, TPage>(
        string? firstToken,
        Func<string?, CancellationToken, Task<TPage>> getPage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
        where TPage : ITokenPage<T>
    {
        for (var token = firstToken; ;)
        {
            var page = await getPage(token, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                if (item is not null)
                    yield return item;
            }

            // A server that returns the token of the same page would be asked for it without end.
            if (string.IsNullOrEmpty(page.NextToken) || page.NextToken == token)
                yield break;

            token = page.NextToken;
        }
    }
}
