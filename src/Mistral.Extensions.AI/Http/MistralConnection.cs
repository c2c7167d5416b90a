using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Sends every request of the library and reads every response. It does not know the endpoints and schemas of the API: paths and JSON
/// metadata are arguments.
/// </summary>
internal sealed class MistralConnection(HttpClient http, ConnectionSettings settings)
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue EventStream = new("text/event-stream");

    private readonly ModelDeprecationNotice _deprecationNotice = new(settings.Logger);

    internal Uri Endpoint => settings.Endpoint;

    internal ILogger Logger => settings.Logger;

    /// <summary>Sends a JSON body and reads a JSON response.</summary>
    internal async Task<TResponse> PostAsync<TRequest, TResponse>(
        string path,
        TRequest body,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = CreatePost(path, body, requestType, Json);
        return await SendAsync(request, GetModel(body), responseType, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request without a body and reads a JSON response.</summary>
    internal async Task<TResponse> SendAsync<TResponse>(
        HttpMethod method, string path, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = new HttpRequestMessage(method, new Uri(settings.Endpoint, path));
        request.Headers.Accept.Add(Json);
        return await SendAsync(request, null, responseType, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TResponse> SendAsync<TResponse>(
        HttpRequestMessage request, string? model, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var deadline = new Deadline(settings.Timeout, settings.TimeProvider, cancellationToken);
        using var response = await SendAsync(request, model, deadline).ConfigureAwait(false);
        return await ConvertErrorsAsync(
            () => ReadAsync(request, response, responseType, deadline), request, deadline, settings.Timeout, response)
            .ConfigureAwait(false);
    }

    private async Task<TResponse> ReadAsync<TResponse>(
        HttpRequestMessage request, HttpResponseMessage response, JsonTypeInfo<TResponse> typeInfo, Deadline deadline)
        where TResponse : class, IApiResponse
    {
        using var body = new LimitedResponseStream(
            await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), settings.MaxResponseSize, isEventStream: false);
        try
        {
            var value = await JsonSerializer.DeserializeAsync(body, typeInfo.ToLenient(), deadline.Token).ConfigureAwait(false)
                ?? throw new JsonException("The body is null.");
            return value.HasContent ? value : throw CreateError(body.BufferedStart, request, response, response.StatusCode);
        }
        catch (JsonException) when (ErrorBody.IsError(body.BufferedStart))
        {
            throw CreateError(body.BufferedStart, request, response, response.StatusCode);
        }
    }

    /// <summary>Sends a JSON body and reads the response as a stream of server-sent events.</summary>
    /// <param name="createCompletionTracker">
    /// Creates a function that is called with each chunk, and returns whether the response is complete without <c>[DONE]</c>. Each
    /// enumeration needs its own function.
    /// </param>
    internal async IAsyncEnumerable<TChunk> StreamAsync<TRequest, TChunk>(
        string path,
        TRequest body,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TChunk> chunkType,
        Func<Func<TChunk, bool>> createCompletionTracker,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TChunk : class, IApiResponse
    {
        using var deadline = new Deadline(settings.Timeout, settings.TimeProvider, cancellationToken);
        using var request = CreatePost(path, body, requestType, EventStream);
        using var response = await SendAsync(request, GetModel(body), deadline).ConfigureAwait(false);
        using var content = new LimitedResponseStream(
            await ConvertErrorsAsync(() => response.Content.ReadAsStreamAsync(deadline.Token), request, deadline, settings.Timeout)
                .ConfigureAwait(false),
            settings.MaxResponseSize,
            isEventStream: true);

        var lenientType = chunkType.ToLenient();
        var events = SseParser.Create(
            content, (type, data) => StreamEventReader.Read(type, data, lenientType, text => CreateError(text, request, response, null)));
        var enumerator = events.EnumerateAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
        await using var _ = enumerator.ConfigureAwait(false);
        var (trackCompletion, isComplete, hasContent) = (createCompletionTracker(), false, false);
        while (await ReadNextAsync(enumerator, request, response, deadline).ConfigureAwait(false) is { } item)
        {
            if (item.IsDone)
            {
                // A stream without content is not a response, even if it ends with [DONE].
                isComplete |= hasContent;
                break;
            }

            // Events that are already buffered must not be returned after a cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            content.StartNextEvent();
            hasContent |= item.Value!.HasContent;
            isComplete |= trackCompletion(item.Value);
            yield return item.Value;
        }

        // A connection that is closed between two events looks like the end of the stream.
        if (!isComplete)
        {
            throw !content.HasEvents && ErrorBody.IsError(content.BufferedStart)
                ? CreateError(content.BufferedStart, request, response, response.StatusCode)
                : TransportErrors.IncompleteStream(request, response, content.HasEvents);
        }
    }

    private MistralException CreateError(string body, HttpRequestMessage request, HttpResponseMessage response, HttpStatusCode? status) =>
        ErrorResponseReader.FromSuccessStatus(body, TransportErrors.GetRoute(request), response, status, settings);

    private async Task<StreamEvent<TChunk>?> ReadNextAsync<TChunk>(
        IAsyncEnumerator<SseItem<StreamEvent<TChunk>>> enumerator,
        HttpRequestMessage request,
        HttpResponseMessage response,
        Deadline deadline)
        where TChunk : class
    {
        deadline.Restart(settings.StreamIdleTimeout);
        var item = await ConvertErrorsAsync(
            async () => await enumerator.MoveNextAsync().ConfigureAwait(false) ? enumerator.Current.Data : (StreamEvent<TChunk>?)null,
            request,
            deadline,
            settings.StreamIdleTimeout,
            response).ConfigureAwait(false);
        deadline.Pause();
        return item;
    }

    private HttpRequestMessage CreatePost<T>(string path, T body, JsonTypeInfo<T> typeInfo, MediaTypeWithQualityHeaderValue accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Endpoint, path));
        request.Headers.Accept.Add(accept);
        request.Content = JsonRequestContent.Create(body, typeInfo);
        return request;
    }

    /// <summary>
    /// Sends a request and returns a response with a success status. Every request is sent here, and every error response is read here.
    /// </summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? model, Deadline deadline)
    {
        // Set on the request and not on the HttpClient: the caller's HttpClient may send requests to other hosts too.
        if (settings.ApiKey is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
        new RequestContext { ExpiresAt = deadline.ExpiresAt }.AttachTo(request);

        Log.Sending(settings.Logger, request.Method, request.RequestUri!.AbsolutePath, model);
        var start = settings.TimeProvider.GetTimestamp();
        var response = await ConvertErrorsAsync(
            () => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token), request, deadline, settings.Timeout)
            .ConfigureAwait(false);
        Log.ResponseReceived(
            settings.Logger, request.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode,
            settings.TimeProvider.GetElapsedTime(start).TotalMilliseconds, ResponseHeaders.GetRequestId(response));
        if (response.IsSuccessStatusCode)
        {
            _deprecationNotice.LogOnce(response, model);
            return response;
        }

        using (response)
        {
            throw await ConvertErrorsAsync(
                () => ErrorResponseReader.ReadAsync(response, TransportErrors.GetRoute(request), settings, deadline),
                request,
                deadline,
                settings.Timeout).ConfigureAwait(false);
        }
    }

    /// <summary>Executes an operation and converts its exceptions to those that a caller handles.</summary>
    private static async Task<T> ConvertErrorsAsync<T>(
        Func<Task<T>> operation, HttpRequestMessage request, Deadline deadline, TimeSpan timeout, HttpResponseMessage? response = null)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (Exception exception) when (TransportErrors.IsExpected(exception))
        {
            throw TransportErrors.ToException(exception, request, deadline, timeout, response);
        }
    }

    private static string? GetModel<T>(T body) => (body as IModelRequest)?.Model;
}
