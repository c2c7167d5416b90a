using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator.Control;

/// <summary>
/// The middleware for requests to the emulator itself. They need no API key, are not recorded, get no scripted responses and count toward
/// no limit.
/// </summary>
/// <param name="cors">The web pages that can send requests.</param>
internal sealed class ControlMiddleware(CorsPolicy cors)
{
    /// <summary>Handles one request.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="next">Routing and the endpoints. They set the <see cref="ApiResponse"/> feature and do not write the response.</param>
    /// <param name="stopping">Cancelled when the emulator stops.</param>
    public async Task RunAsync(HttpContext context, RequestDelegate next, CancellationToken stopping)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var body = await RequestBody.ReadAsync(context.Request, cancellation.Token).ConfigureAwait(false);
        context.Features.Set(new ApiRequest(context.Request, body ?? default));
        cors.AddHeader(context.Response.Headers);
        var response = cors.IsPreflight(context.Request)
            ? CorsPolicy.CreatePreflightResponse(context.Request)
            : await InvokeEndpointAsync(context, next, isTooLarge: body is null).ConfigureAwait(false);
        await new ApiResponseWriter(context.Response).WriteAsync(response, cancellation.Token).ConfigureAwait(false);
    }

    private static async Task<ApiResponse> InvokeEndpointAsync(HttpContext context, RequestDelegate next, bool isTooLarge)
    {
        try
        {
            return isTooLarge ? throw ApiError.RequestTooLarge() : await EndpointInvoker.InvokeAsync(context, next).ConfigureAwait(false);
        }
        catch (ApiError error)
        {
            return error.Response;
        }
        // A bug in the emulator. The client receives an error response that names the exception.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return ApiError.Unexpected(error).Response;
        }
    }
}
