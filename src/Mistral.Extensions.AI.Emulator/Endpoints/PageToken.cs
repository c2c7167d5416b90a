using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Mistral.Extensions.AI.Emulator.Hosting;
using Mistral.Extensions.AI.Emulator.Json;
using Mistral.Extensions.AI.Emulator.Validation;

namespace Mistral.Extensions.AI.Emulator.Endpoints;

/// <summary>Selects the page of a list by an opaque token: the ID of the last item of the page before, in base64.</summary>
internal static class PageToken
{
    /// <summary>Returns the items of the page that a token and <c>page_size</c> select, and the token of the next page.</summary>
    /// <exception cref="ApiError">The token is not valid.</exception>
    public static (IReadOnlyList<T> Items, string? NextToken) GetPage<T>(
        IReadOnlyList<T> items, Func<T, string> getId, JsonElement query, int defaultSize, string tokenName = "page_token")
    {
        var start = query.FindString(tokenName) is { } token ? FindEnd(items, getId, token) : 0;
        var size = (int)Math.Min(query.FindNumber("page_size") ?? defaultSize, int.MaxValue);
        T[] page = [.. items.Skip(start).Take(size)];
        return (page, start + page.Length < items.Count ? Encode(getId(page[^1])) : null);
    }

    private static int FindEnd<T>(IReadOnlyList<T> items, Func<T, string> getId, string token)
    {
        foreach (var (index, item) in items.Index())
        {
            if (Encode(getId(item)) == token)
                return index + 1;
        }
        throw ApiError.InvalidValue("Invalid page token", Location.Query.Child("page_token"), default);
    }

    private static string Encode(string id) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(id));
}
