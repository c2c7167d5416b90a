using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>Sends every request of the library, reads every error response, and converts exceptions.</summary>
internal sealed class RequestSender(HttpClient http, ConnectionSettings settings)
{
    private readonly ModelDeprecationNotice _deprecationNotice = new(settings.Logger);
    private volatile bool _isDisposed;
    private string? _userAgent;

    /// <summary>Makes further calls throw <see cref="ObjectDisposedException"/>.</summary>
    internal void Dispose() => _isDisposed = true;

    /// <summary>
    /// Sends a request and returns a response with a success status. Every request is sent here, and every error response is read here.
    /// </summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? model, Deadline deadline)
    {
        if (_isDisposed)
            throw CreateDisposedException();

        var start = settings.TimeProvider.GetTimestamp();
        Prepare(request, new() { ExpiresAt = deadline.ExpiresAt, GetElapsedTime = () => settings.TimeProvider.GetElapsedTime(start) });
        Log.Sending(settings.Logger, request.Method, request.RequestUri!.AbsolutePath, model);
        var response = await ConvertErrorsAsync(
            () => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token), request, deadline)
            .ConfigureAwait(false);
        Log.ResponseReceived(
            settings.Logger, request.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode,
            settings.TimeProvider.GetElapsedTime(start).TotalMilliseconds, ResponseHeaders.GetRequestId(response, request));
        if (response.IsSuccessStatusCode)
        {
            _deprecationNotice.LogOnce(request, response, model);
            return response;
        }

        using (response)
        {
            throw await ConvertErrorsAsync(
                () => ErrorResponseReader.ReadAsync(request, response, settings, deadline), request, deadline, response)
                .ConfigureAwait(false);
        }
    }

    private void Prepare(HttpRequestMessage request, RequestContext context)
    {
        // Set on the request and not on the HttpClient: the caller's HttpClient may send requests to other hosts too.
        if (settings.ApiKey is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        // A header of the request replaces that of the HttpClient, and SendAsync ignores the default version of the HttpClient.
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent ??= GetUserAgent());
#if NET8_0_OR_GREATER
        (request.Version, request.VersionPolicy) = (http.DefaultRequestVersion, http.DefaultVersionPolicy);
#endif
        context.AttachTo(request);
    }

    private string GetUserAgent() => http.DefaultRequestHeaders.TryGetValues("User-Agent", out var values)
        ? $"{string.Join(" ", values)} {settings.UserAgent}"
        : settings.UserAgent;

    /// <summary>Executes an operation and converts its exceptions to those that a caller handles.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="request">The request.</param>
    /// <param name="deadline">The deadline of the call.</param>
    /// <param name="response">The response, or null if its headers were not received.</param>
    /// <param name="responseType">The type that is read from the response, or null.</param>
    internal async Task<T> ConvertErrorsAsync<T>(
        Func<Task<T>> operation,
        HttpRequestMessage request,
        Deadline deadline,
        HttpResponseMessage? response = null,
        JsonTypeInfo? responseType = null)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (Exception exception) when (ToCallerException(exception, request, deadline, response, responseType) is { } converted)
        {
            throw converted;
        }
    }

    /// <summary>Creates the exception that a caller handles, or returns null if the exception is not converted.</summary>
    internal Exception? ToCallerException(
        Exception exception,
        HttpRequestMessage request,
        Deadline deadline,
        HttpResponseMessage? response,
        JsonTypeInfo? responseType)
    {
        if (IsDisposed(exception, response) && !deadline.Token.IsCancellationRequested)
            return CreateDisposedException();

        // A custom handler may throw other exceptions when it sends a request. They are not wrapped.
        return TransportErrors.IsExpected(exception) || (response is not null && exception is not MistralException)
            ? TransportErrors.ToException(exception, request, deadline, response, responseType)
            : null;
    }

    private bool IsDisposed(Exception exception, HttpResponseMessage? response) =>
        (_isDisposed && TransportErrors.IsExpected(exception) && exception is not JsonException)
        || (response is null && exception is ObjectDisposedException { ObjectName: { } name }
            && (name.EndsWith("HttpClient", StringComparison.Ordinal) || name.EndsWith("Handler", StringComparison.Ordinal)));

    private static ObjectDisposedException CreateDisposedException() =>
        new("MistralClient", "The MistralClient, or the HttpClient that was passed to it, has been disposed. Create a new one.");
}
