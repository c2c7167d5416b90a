using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Scripts;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Creates the response to a request: that of a script, a random fault, or that of the endpoint.</summary>
/// <param name="authorization">Checks the API keys of requests to endpoints.</param>
/// <param name="options">The options of the emulator.</param>
internal sealed class EndpointResponder(RequestAuthorization authorization, MistralEmulatorOptions options) : IDisposable
{
    private const int MaxWaitingRequests = 256;

    /// <summary>
    /// Limits how many requests are processed at a time, because a large request needs several times its size in memory. Requests that wait
    /// for a chat client need no processor, and the chat client can call the emulator itself.
    /// </summary>
    private readonly SemaphoreSlim _processing = new(options.ChatClient is null ? 2 * Environment.ProcessorCount : MaxWaitingRequests);

    /// <summary>Returns the response, and the scripted response that the request consumed; null if there is none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">Routing and the endpoints. They set the <see cref="ApiResponse"/> feature and do not write the response.</param>
    /// <param name="scripts">The scripted responses that the request can get.</param>
    /// <param name="random">The random numbers of the request.</param>
    /// <param name="isTooLarge">Whether the body of the request is too large.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task<(ApiResponse Response, ScriptedResponse? Scripted)> RespondAsync(
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

    public void Dispose() => _processing.Dispose();

    private async Task<ApiResponse> InvokeEndpointAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        var isSigned = path.StartsWith(ApiRouting.SignedPathPrefix, StringComparison.Ordinal);
        if (!isSigned && !path.StartsWith("/v1/", StringComparison.Ordinal))
            throw ApiError.GatewayNotFound();
        if (!isSigned && !authorization.HasApiKey(context.Request) && !authorization.HasClientToken(context))
            throw ApiError.Unauthorized();
        // Routing ignores a slash at the end of the path; the API does not.
        if (path.EndsWith('/'))
            throw ApiError.NotFound();
        return await EndpointInvoker.InvokeAsync(context, next).ConfigureAwait(false);
    }
}
