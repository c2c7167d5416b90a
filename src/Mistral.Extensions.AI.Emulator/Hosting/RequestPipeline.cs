using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>The way of a request: recorded, let in, routed, checked, answered by the emulator or its script.</summary>
internal sealed class RequestPipeline(Router router, ScriptedResponseQueue scriptedResponses, RequestLog requestLog, IdGenerator idGenerator, MistralEmulatorOptions options)
{
    private readonly RateLimitHeaders _rateLimits = new();

    public async Task RunAsync(HttpContext context, CancellationToken stopping)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var body = await ReadBodyAsync(context.Request, stopped.Token).ConfigureAwait(false);
        var entry = requestLog.Add(context, body);
        context.Response.OnStarting(() =>
        {
            entry.SetStatusCode(context.Response.StatusCode);
            options.OnResponseStarting?.Invoke(entry.Request);
            return Task.CompletedTask;
        });

        var (answer, scripted) = GetResponse(context.Request, body);
        context.Response.Headers["mistral-correlation-id"] = idGenerator.NextCorrelationId();
        _rateLimits.AppendTo(context.Response.Headers, answer.TokenCost);
        await ApiResponseWriter.WriteAsync(context.Response, answer, scripted, stopped.Token).ConfigureAwait(false);
    }

    private (ApiResponse Answer, ScriptedResponse? Script) GetResponse(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        if (scriptedResponses.TryDequeueFault() is { } fault)
            return (ApiResponse.FromScript(fault), fault);
        try
        {
            var own = Handle(request, body);
            var scripted = scriptedResponses.TryDequeue();
            return (scripted?.Body is null ? own : ApiResponse.FromScript(scripted) with { Headers = own.Headers }, scripted);
        }
        catch (ApiError refusal)
        {
            return (refusal.Response, null);
        }
    }

    private ApiResponse Handle(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var path = request.Path.Value ?? "";
        if (!Router.IsApiPath(path))
            throw ApiError.GatewayNotFound();
        if (!IsAuthorized(request.Headers.Authorization.ToString()))
            throw ApiError.FastApiError(401, "Unauthorized");
        return router.Handle(request.Method, path, body, request.ContentType);
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
