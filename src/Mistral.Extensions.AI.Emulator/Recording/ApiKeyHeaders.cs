using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Reads the API keys in the headers of a request.</summary>
internal static class ApiKeyHeaders
{
    /// <summary>The headers with an API key.</summary>
    public static readonly IReadOnlySet<string> Names =
        new HashSet<string>([HeaderNames.Authorization, "x-api-key", "api-key"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the keys, without the scheme of <c>Authorization</c>.</summary>
    public static IEnumerable<string> Read(HttpRequest request) =>
        from name in Names
        from value in request.Headers[name]
        let key = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()
        where key.Length > 0 && !key.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        select key;
}
