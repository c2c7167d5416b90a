using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Allows requests from web pages (CORS).</summary>
/// <param name="origin">The origin of the pages; <c>*</c> for any, as the API does; null for none.</param>
internal sealed class CorsPolicy(string? origin)
{
    /// <summary>Adds the header that allows the page to read the response. Every response of the API has it.</summary>
    public void AddHeader(IHeaderDictionary headers)
    {
        if (origin is not null)
            headers.AccessControlAllowOrigin = origin;
    }

    /// <summary>
    /// Whether a request is a preflight: the browser asks whether it may send a request. It has no API key. If no pages are allowed, there
    /// are no preflights.
    /// </summary>
    public bool IsPreflight(HttpRequest request) =>
        origin is not null
        && HttpMethods.IsOptions(request.Method)
        && request.Headers.ContainsKey(HeaderNames.Origin)
        && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

    /// <summary>Whether a text is <c>*</c> or an origin as browsers send it: without a slash at the end.</summary>
    public static bool IsOrigin(string text) =>
        text is "*"
        || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0 && url.GetLeftPart(UriPartial.Authority) == text);

    /// <summary>Creates the response that allows every method and the requested headers.</summary>
    public static ApiResponse CreatePreflightResponse(HttpRequest request) => new(StatusCodes.Status204NoContent, null, [])
    {
        Headers = new Dictionary<string, string>
        {
            [HeaderNames.AccessControlAllowMethods] = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
            [HeaderNames.AccessControlAllowHeaders] = request.Headers.AccessControlRequestHeaders.ToString(),
            [HeaderNames.AccessControlMaxAge] = "600",
        },
    };
}
