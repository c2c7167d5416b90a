using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Adds the endpoints of the API to the routes of ASP.NET Core.</summary>
internal static class ApiRouting
{
    /// <summary>The start of the paths that need no API key, because they are signed.</summary>
    public const string SignedPathPrefix = "/signed/";

    /// <summary>
    /// Adds an endpoint. Its handler reads the <see cref="ApiRequest"/> feature and its result becomes the <see cref="ApiResponse"/>
    /// feature; <see cref="RequestPipeline"/> sets the first and writes the second.
    /// </summary>
    public static void MapApi(this IEndpointRouteBuilder routes, string method, string pattern, Func<ApiRequest, ApiResponse> handler) =>
        routes.MapApi(method, pattern, (request, _) => Task.FromResult(handler(request)));

    /// <summary>Adds an endpoint with an asynchronous handler.</summary>
    public static void MapApi(
        this IEndpointRouteBuilder routes,
        string method,
        string pattern,
        Func<ApiRequest, CancellationToken, Task<ApiResponse>> handler) =>
        routes.MapMethods(pattern, [method], async context =>
        {
            if (!HasSameCase(context.Request.Path, ((RouteEndpoint)context.GetEndpoint()!).RoutePattern))
                return;
            var request = context.Features.GetRequiredFeature<ApiRequest>();
            context.Features.Set(await handler(request, context.RequestAborted).ConfigureAwait(false));
        });

    /// <summary>Whether a path matches a pattern with respect to case, which routing ignores.</summary>
    private static bool HasSameCase(PathString path, RoutePattern pattern) => pattern.PathSegments
        .Zip(path.Value!.Split('/').Skip(1))
        .All(pair => pair.First.Parts is not [RoutePatternLiteralPart literal] || literal.Content == pair.Second);
}
