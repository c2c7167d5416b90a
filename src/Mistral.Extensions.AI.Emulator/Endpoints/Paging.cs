using System.Text.Json;
using Mistral.Extensions.AI.Emulator.Json;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Selects the page of a list.</summary>
internal static class Paging
{
    private const int DefaultPageSize = 100;

    /// <summary>Returns the items of the page that <c>page</c>, which starts at 0, and <c>page_size</c> select.</summary>
    public static IEnumerable<T> GetPage<T>(this IEnumerable<T> items, JsonElement query, int defaultSize = DefaultPageSize)
    {
        var size = query.FindNumber("page_size") ?? defaultSize;
        return items
            .Skip((int)Math.Min((query.FindNumber("page") ?? 0) * size, int.MaxValue))
            .Take((int)Math.Min(size, int.MaxValue));
    }
}
