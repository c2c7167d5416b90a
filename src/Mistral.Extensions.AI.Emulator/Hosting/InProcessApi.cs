using System.Collections.Concurrent;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// Sends the requests of batch jobs to the endpoints of the emulator without HTTP. They are not recorded and need no API key.
/// </summary>
/// <param name="routes">The routes of the emulator.</param>
internal sealed class InProcessApi(IEndpointRouteBuilder routes)
{
    private readonly ConcurrentDictionary<string, Endpoint?> _endpoints = new();

    /// <summary>Sends a POST request and returns its response, which can be an error response.</summary>
    /// <param name="path">The path of the endpoint, for example <c>/v1/embeddings</c>.</param>
    /// <param name="body">The JSON body.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task<ApiResponse> PostAsync(string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext { RequestAborted = cancellationToken };
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = path;
        context.Request.ContentType = MediaTypeNames.Application.Json;
        context.Features.Set(new ApiRequest(context.Request, body, isBatch: true));
        try
        {
            var endpoint = _endpoints.GetOrAdd(path, FindEndpoint) ?? throw ApiError.NotFound();
            context.SetEndpoint(endpoint);
            await endpoint.RequestDelegate!(context).ConfigureAwait(false);
            return context.Features.GetRequiredFeature<ApiResponse>();
        }
        catch (ApiError error)
        {
            return error.Response;
        }
        // A bug in the emulator.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return ApiError.Unexpected(error).Response;
        }
    }

    private Endpoint? FindEndpoint(string path) => routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .FirstOrDefault(endpoint => endpoint.RoutePattern.RawText == path
            && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Post) is true);
}
