using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>The headers of requests that can have an API key.</summary>
internal static class ApiKeyHeaders
{
    /// <summary>The names of the headers.</summary>
    public static readonly IReadOnlySet<string> Names =
        new HashSet<string>([HeaderNames.Authorization, "x-api-key", "api-key"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the API keys of a request, without the scheme of <c>Authorization</c>.</summary>
    public static IEnumerable<string> Read(HttpRequest request) =>
        from name in Names
        from value in request.Headers[name]
        let key = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim()
        where key.Length > 0 && !key.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        select key;
}
