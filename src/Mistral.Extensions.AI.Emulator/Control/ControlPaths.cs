using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Control;

/// <summary>The paths of the emulator itself, which the API does not have.</summary>
internal static class ControlPaths
{
    /// <summary>The start of the paths of the control API.</summary>
    public const string Api = "/_emulator";

    /// <summary>The path of the health check.</summary>
    public const string Health = "/health";

    /// <summary>The path of the status page.</summary>
    public const string StatusPage = "/";

    /// <summary>Whether a request is for the emulator itself. Such requests need no API key and are not recorded.</summary>
    public static bool IsControl(HttpRequest request) =>
        request.Path.StartsWithSegments(Api, StringComparison.Ordinal)
        || (request.Path.Value is Health or StatusPage && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)));
}
