using System.Text.Json;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Http.RateLimits;

namespace Mistral.Extensions.AI.Http;

/// <summary>Sends every request of the library, reads every error response, and converts exceptions.</summary>
internal sealed class RequestSender(HttpClient http, ConnectionSettings settings)
{
    private readonly ModelDeprecationNotice _deprecationNotice = new(settings.Logger);
    private readonly string? _authorization = settings.ApiKey is { } key ? $"Bearer {key}" : null;
    private string? _userAgent;
    private volatile bool _isDisposed;

    /// <summary>Makes further calls throw <see cref="ObjectDisposedException"/>.</summary>
    internal void Dispose() => _isDisposed = true;

    /// <summary>
    /// Sends a request and returns a response with a success status. Every request is sent here, and every error response is read here.
    /// </summary>
    internal async ValueTask<HttpResponseMessage> SendAsync(ApiHttpRequest request, string? model, Deadline deadline)
    {
        if (_isDisposed)
            throw CreateDisposedException();

        var rateLimit = settings.RateLimit?.CreateCall(request, settings.Endpoint, deadline);
        Prepare(request, deadline, rateLimit);
        Log.Sending(settings.Logger, request.Method, request.RequestUri!.AbsolutePath, model);
        HttpResponseMessage response;
        try
        {
            response = await (rateLimit is { PerAttempt: false }
                ? rateLimit.SendAsync(request, SendAsync, deadline.Token)
                : SendAsync(request, deadline.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (ToCallerException(exception, request, deadline, null, null) is { } converted)
        {
            throw converted;
        }

        LogResponse(request, response, deadline);
        if (response.IsSuccessStatusCode)
        {
            _deprecationNotice.LogOnce(request, response, model);
            return response;
        }

        using (response)
            throw await ReadErrorAsync(request, response, deadline).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    private async ValueTask<Exception> ReadErrorAsync(HttpRequestMessage request, HttpResponseMessage response, Deadline deadline)
    {
        try
        {
            return await ErrorResponseReader.ReadAsync(request, response, settings, deadline).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (ToCallerException(exception, request, deadline, response, null) is { } converted)
        {
            return converted;
        }
    }

    private void LogResponse(HttpRequestMessage request, HttpResponseMessage response, Deadline deadline)
    {
        if (settings.Logger.IsEnabled(LogLevel.Debug))
        {
            Log.ResponseReceived(
                settings.Logger, request.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode,
                deadline.Elapsed.TotalMilliseconds, ResponseHeaders.GetRequestId(response, request));
        }
    }

    private void Prepare(HttpRequestMessage request, Deadline deadline, RateLimitedCall? rateLimit)
    {
        // Set on the request and not on the HttpClient: the caller's HttpClient may send requests to other hosts too.
        if (_authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        // A header of the request replaces that of the HttpClient, and SendAsync ignores the default version of the HttpClient.
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent ??= GetUserAgent());
#if NET8_0_OR_GREATER
        (request.Version, request.VersionPolicy) = (http.DefaultRequestVersion, http.DefaultVersionPolicy);
#endif
        new RequestContext(deadline) { RateLimit = rateLimit }.AttachTo(request);
    }

    private string GetUserAgent() => http.DefaultRequestHeaders.TryGetValues("User-Agent", out var values)
        ? $"{string.Join(" ", values)} {settings.UserAgent}"
        : settings.UserAgent;

    /// <summary>Creates the exception that a caller handles, or returns null if the exception is not converted.</summary>
    internal Exception? ToCallerException(
        Exception exception,
        HttpRequestMessage request,
        Deadline deadline,
        HttpResponseMessage? response,
        IResponseReader? reader)
    {
        if (IsDisposed(exception, response) && !deadline.Token.IsCancellationRequested)
            return CreateDisposedException();

        // A custom handler may throw other exceptions when it sends a request. They are not wrapped.
        return TransportErrors.IsExpected(exception) || (response is not null && exception is not MistralException)
            ? TransportErrors.ToException(exception, request, deadline, response, reader?.TypeInfo)
            : null;
    }

    private bool IsDisposed(Exception exception, HttpResponseMessage? response) =>
        (_isDisposed && TransportErrors.IsExpected(exception) && exception is not JsonException)
        || (response is null && exception is ObjectDisposedException { ObjectName: { } name }
            && (name.EndsWith("HttpClient", StringComparison.Ordinal) || name.EndsWith("Handler", StringComparison.Ordinal)));

    private static ObjectDisposedException CreateDisposedException() =>
        new("MistralClient", "The MistralClient, or the HttpClient that was passed to it, has been disposed. Create a new one.");
}
