using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Calls routing and the endpoints. They set the <see cref="ApiResponse"/> feature and do not write the response.</summary>
internal static class EndpointInvoker
{
    /// <summary>Returns the response of the endpoint for a request.</summary>
    /// <exception cref="ApiError">The request is rejected, or there is no endpoint for its path or its method.</exception>
    public static async Task<ApiResponse> InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        // For a known path with another method, routing has set the status code and the Allow header.
        var isMethodNotAllowed = context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed;
        return context.Features.Get<ApiResponse>() ?? throw (isMethodNotAllowed ? ApiError.MethodNotAllowed() : ApiError.NotFound());
    }
}
