using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// The road to the server and back: the only code that touches the network. It knows envelopes, never letters: paths and JSON
/// contracts come in as arguments.
/// </summary>
internal sealed class MistralConnection(HttpClient http, ConnectionSettings settings)
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue EventStream = new("text/event-stream");

    private readonly ModelDeprecationNotice _retirement = new(settings.Logger);

    internal Uri Endpoint => settings.Endpoint;

    /// <summary>Sends a JSON body, and reads the whole JSON answer.</summary>
    internal async Task<TResponse> PostAsync<TRequest, TResponse>(
        string path, TRequest body, JsonTypeInfo<TRequest> requestContract, JsonTypeInfo<TResponse> responseContract, CancellationToken cancellationToken)
        where TResponse : class
    {
        using var request = CreatePost(path, body, requestContract, Json);
        return await SendAsync(request, ModelOf(body), responseContract, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a JSON answer to a request without a body.</summary>
    internal async Task<TResponse> SendAsync<TResponse>(
        HttpMethod method, string path, JsonTypeInfo<TResponse> responseContract, CancellationToken cancellationToken)
        where TResponse : class
    {
        using var request = new HttpRequestMessage(method, new Uri(settings.Endpoint, path));
        request.Headers.Accept.Add(Json);
        return await SendAsync(request, null, responseContract, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TResponse> SendAsync<TResponse>(
        HttpRequestMessage request, string? model, JsonTypeInfo<TResponse> responseContract, CancellationToken cancellationToken)
        where TResponse : class
    {
        using var deadline = new Deadline(settings.Timeout, settings.TimeProvider, cancellationToken);
        using var response = await SendAsync(request, model, deadline).ConfigureAwait(false);
        return await GuardAsync(() => ReadAsync(request, response, responseContract, deadline), request, deadline, settings.Timeout, response)
            .ConfigureAwait(false);
    }

    private async Task<TResponse> ReadAsync<TResponse>(
        HttpRequestMessage request, HttpResponseMessage response, JsonTypeInfo<TResponse> contract, Deadline deadline)
        where TResponse : class
    {
        using var body = new LimitedResponseStream(
            await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), settings.MaxResponseSize, isEventStream: false);
        try
        {
            var answer = await JsonSerializer.DeserializeAsync(body, contract, deadline.Token).ConfigureAwait(false)
                ?? throw new JsonException("The body is null.");
            return answer is not IApiResponse { HasContent: false } ? answer : throw Refuse(body.BufferedStart, request, response, response.StatusCode);
        }
        catch (JsonException) when (ErrorBody.IsError(body.BufferedStart))
        {
            throw Refuse(body.BufferedStart, request, response, response.StatusCode);
        }
    }

    /// <summary>Sends a JSON body, and reads the answer event by event.</summary>
    /// <param name="createEnd">Makes what tells, piece by piece, whether the answer may end without <c>[DONE]</c>; each reading needs its own.</param>
    internal async IAsyncEnumerable<TEvent> StreamAsync<TRequest, TEvent>(
        string path,
        TRequest body,
        JsonTypeInfo<TRequest> requestContract,
        JsonTypeInfo<TEvent> eventContract,
        Func<Func<TEvent, bool>> createEnd,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TEvent : class
    {
        using var deadline = new Deadline(settings.Timeout, settings.TimeProvider, cancellationToken);
        using var request = CreatePost(path, body, requestContract, EventStream);
        using var response = await SendAsync(request, ModelOf(body), deadline).ConfigureAwait(false);
        using var content = new LimitedResponseStream(
            await GuardAsync(() => response.Content.ReadAsStreamAsync(deadline.Token), request, deadline, settings.Timeout).ConfigureAwait(false),
            settings.MaxResponseSize,
            isEventStream: true);

        var events = SseParser.Create(content, (type, data) => StreamEventReader.Read(type, data, eventContract, text => Refuse(text, request, response, null)));
        var reader = events.EnumerateAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
        await using var _ = reader.ConfigureAwait(false);
        var (ends, complete, begun) = (createEnd(), false, false);
        while (await NextAsync(reader, request, response, deadline).ConfigureAwait(false) is { } item)
        {
            if (item.IsDone)
            {
                // An answer of no pieces is none, whoever says that it is done.
                complete |= begun;
                break;
            }

            // What has been read ahead is not wanted any more either.
            cancellationToken.ThrowIfCancellationRequested();
            content.StartNextEvent();
            begun |= item.Value is not IApiResponse { HasContent: false };
            complete |= ends(item.Value!);
            yield return item.Value!;
        }

        // A connection that is cut between two events looks like an end.
        if (!complete)
        {
            throw !content.HasEvents && ErrorBody.IsError(content.BufferedStart)
                ? Refuse(content.BufferedStart, request, response, response.StatusCode)
                : TransportErrors.IncompleteStream(request, response, content.HasEvents);
        }
    }

    private MistralException Refuse(string text, HttpRequestMessage request, HttpResponseMessage response, HttpStatusCode? status) =>
        ErrorResponseReader.FromSuccessStatus(text, TransportErrors.GetRoute(request), response, status, settings);

    private async Task<StreamEvent<TEvent>?> NextAsync<TEvent>(
        IAsyncEnumerator<SseItem<StreamEvent<TEvent>>> reader, HttpRequestMessage request, HttpResponseMessage response, Deadline deadline)
        where TEvent : class
    {
        deadline.Restart(settings.StreamIdleTimeout);
        var next = await GuardAsync(
            async () => await reader.MoveNextAsync().ConfigureAwait(false) ? reader.Current.Data : (StreamEvent<TEvent>?)null,
            request,
            deadline,
            settings.StreamIdleTimeout,
            response).ConfigureAwait(false);
        deadline.Pause();
        return next;
    }

    private HttpRequestMessage CreatePost<T>(string path, T body, JsonTypeInfo<T> contract, MediaTypeWithQualityHeaderValue accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Endpoint, path));
        request.Headers.Accept.Add(accept);
        request.Content = JsonRequestContent.Create(body, contract);
        return request;
    }

    /// <summary>The one way out. What comes back is a success; everything else is thrown.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? model, Deadline deadline)
    {
        // On the request, not on the client: the caller's HttpClient may talk to other hosts too.
        if (settings.ApiKey is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
        new RequestContext { ExpiresAt = deadline.ExpiresAt }.AttachTo(request);

        Log.Sending(settings.Logger, request.Method, request.RequestUri!.AbsolutePath, model);
        var start = settings.TimeProvider.GetTimestamp();
        var response = await GuardAsync(
            () => http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token), request, deadline, settings.Timeout).ConfigureAwait(false);
        Log.ResponseReceived(
            settings.Logger, request.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode,
            settings.TimeProvider.GetElapsedTime(start).TotalMilliseconds, ResponseHeaders.GetRequestId(response));
        if (response.IsSuccessStatusCode)
        {
            _retirement.LogOnce(response, model);
            return response;
        }

        using (response)
        {
            throw await GuardAsync(
                () => ErrorResponseReader.ReadAsync(response, TransportErrors.GetRoute(request), settings, deadline), request, deadline, settings.Timeout).ConfigureAwait(false);
        }
    }

    private static async Task<T> GuardAsync<T>(
        Func<Task<T>> work, HttpRequestMessage request, Deadline deadline, TimeSpan limit, HttpResponseMessage? response = null)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (TransportErrors.IsExpected(exception))
        {
            throw TransportErrors.ToException(exception, request, deadline, limit, response);
        }
    }

    private static string? ModelOf<T>(T body) => (body as IModelRequest)?.Model;
}
