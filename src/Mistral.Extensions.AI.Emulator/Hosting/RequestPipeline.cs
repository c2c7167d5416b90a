using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Scripts;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// The middleware in front of routing. It records each request, returns scripted faults, checks the API key, and writes the response
/// of the endpoint or of the script.
/// </summary>
/// <param name="scriptedResponses">The scripted responses that no request has consumed yet.</param>
/// <param name="requestLog">The recorded requests.</param>
/// <param name="authorization">Checks the API keys of requests.</param>
/// <param name="idGenerator">The source of correlation IDs.</param>
/// <param name="handler">Responds to the requests that no script is for; null for the endpoints.</param>
/// <param name="cors">The web pages that can send requests.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class RequestPipeline(
    ScriptedResponseQueue scriptedResponses,
    RequestLog requestLog,
    RequestAuthorization authorization,
    IdGenerator idGenerator,
    IRequestHandler? handler,
    CorsPolicy cors,
    MistralEmulatorOptions options) : IDisposable
{
    private readonly EndpointResponder _endpoints = new(authorization, options);
    private readonly RandomSource _random = new(options.Seed);
    private RateLimitHeaders _rateLimits = new();
    private ModelQuotas? _quotas = CreateQuotas(options);

    /// <summary>Handles one request.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="next">Routing and the endpoints. They set the <see cref="ApiResponse"/> feature and do not write the response.</param>
    /// <param name="stopping">Cancelled when the emulator stops.</param>
    public async Task RunAsync(HttpContext context, RequestDelegate next, CancellationToken stopping)
    {
        var closedByClient = context.RequestAborted;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(closedByClient, stopping);
        context.RequestAborted = cancellation.Token;
        if (IsUpload(context.Request))
            RequestBody.AllowUpload(context);
        var body = IsUpload(context.Request)
            ? default(ReadOnlyMemory<byte>)
            : await RequestBody.ReadAsync(context.Request, cancellation.Token).ConfigureAwait(false);
        var entry = requestLog.Add(context, body ?? default);
        var capture = options.OnResponseCompleted is null ? null : new ResponseCapture();
        try
        {
            await RespondAsync(context, next, body, entry, capture, cancellation.Token).ConfigureAwait(false);
        }
        catch (Exception) when (closedByClient.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            entry.Abort();
            throw;
        }
        finally
        {
            options.OnResponseCompleted?.Invoke(
                new CompletedResponse(entry.Request, context.Response.ContentType, capture!.Body, capture.Length));
        }
    }

    /// <summary>Starts again: no requests and tokens are counted, and the next request gets the random numbers of the first one.</summary>
    public void Reset()
    {
        _random.Reset();
        _rateLimits = new RateLimitHeaders();
        _quotas = CreateQuotas(options);
    }

    public void Dispose() => _endpoints.Dispose();

    private static ModelQuotas? CreateQuotas(MistralEmulatorOptions options) =>
        options.Quota is { } quota ? new ModelQuotas(quota, options.TimeProvider) : null;

    /// <summary>Whether the endpoint reads the body while it is received. A handler gets the whole body.</summary>
    private bool IsUpload(HttpRequest request) => handler is null && RequestBody.IsMultipart(request);

    /// <summary>Writes the response of the handler, of the endpoint or of a script.</summary>
    private async Task RespondAsync(
        HttpContext context,
        RequestDelegate next,
        ReadOnlyMemory<byte>? body,
        RequestLog.Entry entry,
        ResponseCapture? capture,
        CancellationToken cancellationToken)
    {
        var random = _random.Next();
        var pacer = new ResponsePacer(options, random);
        var scripts = new RequestScripts(scriptedResponses, new ScriptRequest(entry.Request), options.RequireScripts);
        cors.AddHeader(context.Response.Headers);
        var isPreflight = cors.IsPreflight(context.Request);
        if (handler is not null && !isPreflight && !HasScript(scripts))
        {
            var invoker = new RequestHandlerInvoker(handler, authorization, options.OnResponseStarting);
            await invoker.InvokeAsync(context, entry, body, cancellationToken).ConfigureAwait(false);
            return;
        }
        if (handler is not null)
            context.Request.Body = new MemoryStream((body ?? default).ToArray());
        var apiRequest = new ApiRequest(
            context.Request, body ?? default, quotas: _quotas, scripts: scripts, rateLimits: _quotas is null ? _rateLimits : null);
        context.Features.Set(apiRequest);
        var (response, scripted) = isPreflight
            ? (CorsPolicy.CreatePreflightResponse(context.Request), null)
            : await _endpoints.RespondAsync(context, next, scripts, random, isTooLarge: body is null, cancellationToken)
                .ConfigureAwait(false);
        if (IsUpload(context.Request))
            await RequestBody.DrainAsync(context.Request, cancellationToken).ConfigureAwait(false);
        PrepareResponse(context.Response, entry, apiRequest, response);
        pacer.Use(scripted);
        await (response.RunSession is null
            ? new ApiResponseWriter(context.Response, scripted, pacer, capture).WriteAsync(response, cancellationToken)
            : WebSocketWriter.RunAsync(
                context, response, scripted, pacer, message => requestLog.AddMessage(entry, message), cancellationToken))
            .ConfigureAwait(false);
    }

    private static bool HasScript(RequestScripts scripts)
    {
        try
        {
            return scripts.TakeAny();
        }
        // A RequestMatch.Predicate has thrown. It does so again when the response is created, where the client gets an error response.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>
    /// Adds the headers that all responses have, and completes the recorded request when the response starts. With quotas, only requests to
    /// models have rate-limit headers, as in the API.
    /// </summary>
    private void PrepareResponse(HttpResponse httpResponse, RequestLog.Entry entry, ApiRequest request, ApiResponse response)
    {
        httpResponse.OnStarting(() =>
        {
            entry.Complete(request.Model, httpResponse.StatusCode, response.Error);
            options.OnResponseStarting?.Invoke(entry.Request);
            return Task.CompletedTask;
        });
        httpResponse.Headers["mistral-correlation-id"] = idGenerator.NextCorrelationId();
        if (options.Quota is null)
            _rateLimits.Count(httpResponse.Headers, response);
        else
            request.Quota?.AddResponse(httpResponse.Headers, response);
    }
}
