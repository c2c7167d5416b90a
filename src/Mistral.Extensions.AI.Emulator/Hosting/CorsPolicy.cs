using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Allows requests from web pages of any origin (CORS), as the API does.</summary>
internal static class CorsPolicy
{
    /// <summary>Adds the header that allows the page to read the response. Every response of the API has it.</summary>
    public static void AllowAnyOrigin(IHeaderDictionary headers) => headers.AccessControlAllowOrigin = "*";

    /// <summary>Whether a request is a preflight: the browser asks whether it may send a request. It has no API key.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method)
        && request.Headers.ContainsKey(HeaderNames.Origin)
        && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);

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
