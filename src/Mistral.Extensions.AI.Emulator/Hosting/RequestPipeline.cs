using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Scripts;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>
/// The middleware in front of routing. It records each request, returns scripted faults, checks the API key, and writes the response
/// of the endpoint or of the script.
/// </summary>
/// <param name="scriptedResponses">The scripted responses that no request has consumed yet.</param>
/// <param name="requestLog">The recorded requests.</param>
/// <param name="clientTokens">The tokens that open WebSockets.</param>
/// <param name="idGenerator">The source of correlation IDs.</param>
/// <param name="handler">Responds to the requests that no script is for; null for the endpoints.</param>
/// <param name="cors">The web pages that can send requests.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class RequestPipeline(
    ScriptedResponseQueue scriptedResponses,
    RequestLog requestLog,
    ClientTokens clientTokens,
    IdGenerator idGenerator,
    IRequestHandler? handler,
    CorsPolicy cors,
    MistralEmulatorOptions options) : IDisposable
{
    private const int MaxWaitingRequests = 256;

    private readonly RandomSource _random = new(options.Seed);
    private RateLimitHeaders _rateLimits = new();
    private ModelQuotas? _quotas = CreateQuotas(options);

    /// <summary>
    /// Limits how many requests are processed at a time, because a large request needs several times its size in memory. Requests that wait
    /// for a chat client need no processor, and the chat client can call the emulator itself.
    /// </summary>
    private readonly SemaphoreSlim _processing = new(options.ChatClient is null ? 2 * Environment.ProcessorCount : MaxWaitingRequests);

    /// <summary>Handles one request.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="next">Routing and the endpoints. They set the <see cref="ApiResponse"/> feature and do not write the response.</param>
    /// <param name="stopping">Cancelled when the emulator stops.</param>
    public async Task RunAsync(HttpContext context, RequestDelegate next, CancellationToken stopping)
    {
        var closedByClient = context.RequestAborted;
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(closedByClient, stopping);
        context.RequestAborted = cancellation.Token;
        // A handler gets the whole body.
        var isUpload = handler is null && RequestBody.IsMultipart(context.Request);
        if (isUpload)
            RequestBody.AllowUpload(context);
        var body = isUpload
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

    /// <summary>Starts again to count requests and tokens, and with the random numbers of the first request.</summary>
    public void Reset()
    {
        _random.Reset();
        _rateLimits = new RateLimitHeaders();
        _quotas = CreateQuotas(options);
    }

    public void Dispose() => _processing.Dispose();

    private static ModelQuotas? CreateQuotas(MistralEmulatorOptions options) =>
        options.Quota is { } quota ? new ModelQuotas(quota, options.TimeProvider) : null;

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
        var apiRequest = new ApiRequest(
            context.Request, body ?? default, quotas: _quotas, scripts: scripts, rateLimits: _quotas is null ? _rateLimits : null);
        context.Features.Set(apiRequest);
        cors.AddHeader(context.Response.Headers);
        if (handler is not null && !cors.IsPreflight(context.Request) && !HasScript(scripts))
        {
            await HandleAsync(handler, context, entry, body, cancellationToken).ConfigureAwait(false);
            return;
        }
        if (handler is not null)
            context.Request.Body = new MemoryStream((body ?? default).ToArray());
        var (response, scripted) = cors.IsPreflight(context.Request)
            ? (CorsPolicy.CreatePreflightResponse(context.Request), null)
            : await GetResponseAsync(context, next, scripts, random, isTooLarge: body is null, cancellationToken).ConfigureAwait(false);
        if (handler is null && RequestBody.IsMultipart(context.Request))
            await RequestBody.DrainAsync(context.Request, cancellationToken).ConfigureAwait(false);
        context.Response.OnStarting(() =>
        {
            entry.Complete(apiRequest.Model, context.Response.StatusCode, response.Error);
            options.OnResponseStarting?.Invoke(entry.Request);
            return Task.CompletedTask;
        });
        context.Response.Headers["mistral-correlation-id"] = idGenerator.NextCorrelationId();
        AddRateLimitHeaders(context.Response.Headers, apiRequest, response);
        pacer.Use(scripted);
        if (response.RunSession is not null)
        {
            await WebSocketWriter.RunAsync(
                context, response, scripted, pacer, message => requestLog.AddMessage(entry, message), cancellationToken)
                .ConfigureAwait(false);
            return;
        }
        await new ApiResponseWriter(context.Response, scripted, pacer, capture).WriteAsync(response, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<(ApiResponse Response, ScriptedResponse? Scripted)> GetResponseAsync(
        HttpContext context,
        RequestDelegate next,
        RequestScripts scripts,
        Random random,
        bool isTooLarge,
        CancellationToken cancellationToken)
    {
        // An upload needs little memory, and its client can be slow.
        var isLimited = !RequestBody.IsMultipart(context.Request);
        if (isLimited)
            await _processing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (scripts.TakeFault() is { } fault)
                return (ApiResponse.FromScript(fault) with { Error = "Scripted response." }, fault);
            if (isTooLarge)
                throw ApiError.RequestTooLarge();
            if (FaultResponses.Choose(options.RandomFaults, random) is { } randomFault)
                throw randomFault;
            var response = await InvokeEndpointAsync(context, next).ConfigureAwait(false);
            var scripted = scripts.Complete();
            // For a WebSocket, WebSocketWriter sends the messages of the script.
            return scripted?.Body is null || response.RunSession is not null
                ? (response, scripted)
                : (ApiResponse.FromScript(scripted) with { Headers = response.Headers }, scripted);
        }
        catch (ApiError error)
        {
            scripts.Return();
            return (error.Response, null);
        }
        // A bug in the emulator, or in a RequestMatch.Predicate. The client receives an error response that names the exception.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            scripts.Return();
            return (ApiError.Unexpected(error).Response, null);
        }
        finally
        {
            if (isLimited)
                _processing.Release();
        }
    }

    /// <summary>Lets the handler respond, unless the client does not have the API key of the emulator.</summary>
    private async Task HandleAsync(
        IRequestHandler requestHandler,
        HttpContext context,
        RequestLog.Entry entry,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken)
    {
        string? error = null;
        context.Response.OnStarting(() =>
        {
            Complete();
            options.OnResponseStarting?.Invoke(entry.Request);
            return Task.CompletedTask;
        });
        try
        {
            if (options.ApiKey is not null && !IsAuthorized(context.Request.Headers.Authorization.ToString()))
                throw ApiError.Unauthorized();
            await requestHandler.HandleAsync(context, body ?? throw ApiError.RequestTooLarge(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            error = exception.Message;
            // The client sees a cut response.
            if (context.Response.HasStarted)
            {
                Complete();
                throw;
            }
            var response = (exception as ApiError ?? ApiError.Unexpected(exception)).Response;
            await new ApiResponseWriter(context.Response).WriteAsync(response, cancellationToken).ConfigureAwait(false);
        }

        void Complete() => entry.Complete(FindModel(entry.Request), context.Response.StatusCode, error);
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

    private static string? FindModel(RecordedRequest request) =>
        request.Json is JsonObject json && json["model"] is JsonValue model && model.TryGetValue<string>(out var name) ? name : null;

    /// <summary>Counts the tokens and adds the headers. With quotas, only requests to models have headers, as in the API.</summary>
    private void AddRateLimitHeaders(IHeaderDictionary headers, ApiRequest request, ApiResponse response)
    {
        if (options.Quota is null)
            _rateLimits.Count(headers, response);
        else
            request.Quota?.AddResponse(headers, response);
    }

    private async Task<ApiResponse> InvokeEndpointAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        var isSigned = path.StartsWith(ApiRouting.SignedPathPrefix, StringComparison.Ordinal);
        if (!isSigned && !path.StartsWith("/v1/", StringComparison.Ordinal))
            throw ApiError.GatewayNotFound();
        if (!isSigned && !IsAuthorized(context.Request.Headers.Authorization.ToString()) && !HasClientToken(context))
            throw ApiError.Unauthorized();
        // Routing ignores a slash at the end of the path; the API does not.
        if (path.EndsWith('/'))
            throw ApiError.NotFound();
        await next(context).ConfigureAwait(false);
        // For a known path with another method, routing has set the status code and the Allow header.
        var isMethodNotAllowed = context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed;
        return context.Features.Get<ApiResponse>() ?? throw (isMethodNotAllowed ? ApiError.MethodNotAllowed() : ApiError.NotFound());
    }

    /// <summary>Whether a browser opens a WebSocket with a token, because it cannot add an API key to the headers.</summary>
    private bool HasClientToken(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        && context.WebSockets.WebSocketRequestedProtocols is [WebSocketWriter.Protocol, var token]
        && clientTokens.FindModel(token) is { } model
        && model == context.Request.Query["model"];

    private bool IsAuthorized(string authorization) =>
        AuthenticationHeaderValue.TryParse(authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrWhiteSpace(header.Parameter)
        && (options.ApiKey is null || header.Parameter == options.ApiKey);
}
