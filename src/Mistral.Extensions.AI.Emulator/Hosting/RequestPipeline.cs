using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// The middleware in front of routing. It records each request, returns scripted faults, checks the API key, and writes the response
/// of the endpoint or of the script.
/// </summary>
/// <param name="scriptedResponses">The scripted responses that no request has consumed yet.</param>
/// <param name="requestLog">The recorded requests.</param>
/// <param name="idGenerator">The source of correlation IDs.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class RequestPipeline(
    ScriptedResponseQueue scriptedResponses, RequestLog requestLog, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    private readonly RateLimitHeaders _rateLimits = new();

    /// <summary>Handles one request.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="next">Routing and the endpoints. They set the <see cref="ApiResponse"/> feature and do not write the response.</param>
    /// <param name="stopping">Cancelled when the emulator stops.</param>
    public async Task RunAsync(HttpContext context, RequestDelegate next, CancellationToken stopping)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var body = await ReadBodyAsync(context.Request, cancellation.Token).ConfigureAwait(false);
        var entry = requestLog.Add(context, body);
        context.Response.OnStarting(() =>
        {
            entry.SetStatusCode(context.Response.StatusCode);
            options.OnResponseStarting?.Invoke(entry.Request);
            return Task.CompletedTask;
        });

        context.Features.Set(new ApiRequest(context.Request, body));
        var (response, scripted) = await GetResponseAsync(context, next).ConfigureAwait(false);
        context.Response.Headers["mistral-correlation-id"] = idGenerator.NextCorrelationId();
        _rateLimits.AppendTo(context.Response.Headers, response.TokenCost);
        await ApiResponseWriter.WriteAsync(context.Response, response, scripted, cancellation.Token).ConfigureAwait(false);
    }

    private async Task<(ApiResponse Response, ScriptedResponse? Scripted)> GetResponseAsync(HttpContext context, RequestDelegate next)
    {
        if (scriptedResponses.TryDequeueFault() is { } fault)
            return (ApiResponse.FromScript(fault), fault);
        try
        {
            var response = await InvokeEndpointAsync(context, next).ConfigureAwait(false);
            var scripted = scriptedResponses.TryDequeue();
            return (scripted?.Body is null ? response : ApiResponse.FromScript(scripted) with { Headers = response.Headers }, scripted);
        }
        catch (ApiError error)
        {
            return (error.Response, null);
        }
    }

    private async Task<ApiResponse> InvokeEndpointAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        if (!path.StartsWith("/v1/", StringComparison.Ordinal))
            throw ApiError.GatewayNotFound();
        if (!IsAuthorized(context.Request.Headers.Authorization.ToString()))
            throw ApiError.Unauthorized();
        // Routing ignores a slash at the end of the path; the API does not.
        if (path.EndsWith('/'))
            throw ApiError.NotFound();
        await next(context).ConfigureAwait(false);
        // For a known path with another method, routing has set the status code and the Allow header.
        var isMethodNotAllowed = context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed;
        return context.Features.Get<ApiResponse>() ?? throw (isMethodNotAllowed ? ApiError.MethodNotAllowed() : ApiError.NotFound());
    }

    private bool IsAuthorized(string authorization) =>
        AuthenticationHeaderValue.TryParse(authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrWhiteSpace(header.Parameter)
        && (options.ApiKey is null || header.Parameter == options.ApiKey);

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        return body.ToArray();
    }
}
