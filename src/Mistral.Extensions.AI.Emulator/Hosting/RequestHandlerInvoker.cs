using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Lets a handler respond to requests, and completes their recorded requests.</summary>
/// <param name="handler">The handler.</param>
/// <param name="authorization">Checks the API key of the emulator. If it has none, the handler decides about keys.</param>
/// <param name="onResponseStarting">Called with each request when its response starts; null for none.</param>
internal sealed class RequestHandlerInvoker(
    IRequestHandler handler, RequestAuthorization authorization, Action<RecordedRequest>? onResponseStarting)
{
    /// <summary>Responds to a request.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="entry">The recorded request.</param>
    /// <param name="body">The body of the request; null if it is too large.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task InvokeAsync(
        HttpContext context, RequestLog.Entry entry, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        string? error = null;
        context.Response.OnStarting(() =>
        {
            Complete();
            onResponseStarting?.Invoke(entry.Request);
            return Task.CompletedTask;
        });
        try
        {
            if (!authorization.AcceptsAnyKey && !authorization.HasApiKey(context.Request))
                throw ApiError.Unauthorized();
            await handler.HandleAsync(context, body ?? throw ApiError.RequestTooLarge(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            error = exception.Message;
            // The client receives a response that is cut.
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

    private static string? FindModel(RecordedRequest request) =>
        request.Json is JsonObject json && json["model"] is JsonValue model && model.TryGetValue<string>(out var name) ? name : null;
}
