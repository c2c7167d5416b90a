using System.Runtime.CompilerServices;

namespace Mistral.Extensions.AI.Http;

/// <summary>Reads lists that the API returns in pages, which are counted from 0.</summary>
internal static class PagedList
{
    /// <summary>Reads the items of all pages. Each page is requested when its first item is needed.</summary>
    /// <param name="firstPage">The page to start with; null for the first one.</param>
    /// <param name="getPage">Requests a page: its items, and the number of items on all pages if the server returns it.</param>
    /// <param name="getId">Gets the ID of an item.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal static async IAsyncEnumerable<T> EnumerateAsync<T>(
        int? firstPage,
        Func<int, CancellationToken, Task<(IReadOnlyList<T> Items, long? Total)>> getPage,
        Func<T, string?> getId,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        // The server may return fewer items than requested on any page, so only the total or an empty page ends the list. A server that
        // does not know pages returns the same items again, possibly without IDs.
        string? previousId = null;
        long count = 0;
        for (var page = firstPage ?? 0; ; page++)
        {
            var (items, total) = await getPage(page, cancellationToken).ConfigureAwait(false);
            var id = items.Count > 0 && items[0] is { } first ? getId(first) : null;
            if (items.Count == 0 || (count > 0 && id == previousId))
                yield break;

            foreach (var item in items)
            {
                if (item is not null)
                    yield return item;
            }

            previousId = id;
            count += items.Count;
            if (firstPage is null or 0 && count >= total)
                yield break;
        }
    }
}
