using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Mistral.Extensions.AI.Emulator.Scripts;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Which headers are sent to the upstream, and which of its headers are sent to the client.</summary>
internal static class HttpHeaderRules
{
    /// <summary>The headers of one connection (RFC 9110, section 7.6.1).</summary>
    private static readonly HashSet<string> ConnectionHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization,
        HeaderNames.ProxyConnection, HeaderNames.TE, HeaderNames.Trailer, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
    };

    /// <summary>
    /// The headers of requests that are not for the upstream. Cookies of a browser can be those of other applications on this machine.
    /// </summary>
    private static readonly HashSet<string> LocalHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Host, HeaderNames.Cookie, HeaderNames.Expect, HeaderNames.ContentLength, HeaderNames.AcceptEncoding, TestIds.Header,
    };

    /// <summary>Returns the headers of a request that are sent to the upstream, with the API key of the client.</summary>
    public static IEnumerable<KeyValuePair<string, string[]>> SelectForUpstream(IHeaderDictionary headers) =>
        WithoutConnectionHeaders(headers.Select(header => KeyValuePair.Create(header.Key, header.Value.OfType<string>().ToArray())))
            .Where(header => !LocalHeaders.Contains(header.Key));

    /// <summary>Returns the headers of a response of the upstream that are sent to the client.</summary>
    /// <param name="response">The response.</param>
    /// <param name="isDecoded">Whether the body was compressed and is sent without compression.</param>
    public static IReadOnlyList<KeyValuePair<string, string[]>> SelectForClient(HttpResponseMessage response, bool isDecoded) =>
    [
        .. WithoutConnectionHeaders(response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray())))
            .Where(header => !isDecoded || !(Is(header.Key, HeaderNames.ContentEncoding) || Is(header.Key, HeaderNames.ContentLength))),
    ];

    /// <summary>Removes secrets from the headers of a response.</summary>
    public static IReadOnlyList<KeyValuePair<string, string[]>> Redact(
        IEnumerable<KeyValuePair<string, string[]>> headers, Redactor redactor) =>
    [
        .. headers.Select(header => KeyValuePair.Create(header.Key, header.Value
            .Select(value => Is(header.Key, HeaderNames.SetCookie) ? Redactor.Replacement : redactor.Redact(value)).ToArray())),
    ];

    private static IEnumerable<KeyValuePair<string, string[]>> WithoutConnectionHeaders(
        IEnumerable<KeyValuePair<string, string[]>> headers)
    {
        var all = headers.ToArray();
        var named = all.Where(header => Is(header.Key, HeaderNames.Connection)).SelectMany(header => header.Value)
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return all.Where(header => !ConnectionHeaders.Contains(header.Key) && !named.Contains(header.Key));
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
