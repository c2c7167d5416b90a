using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Creates every request of the library and reads every response. It does not know the endpoints and schemas of the API: paths, request
/// bodies and response readers are arguments.
/// </summary>
internal sealed class MistralConnection(HttpClient http, ConnectionSettings settings, MistralConnection? shared = null)
{
    private const string Json = "application/json";
    private const string EventStream = "text/event-stream";

    // HttpMethod.Patch does not exist in .NET Standard 2.0.
    internal static readonly HttpMethod Patch = new("PATCH");

    private readonly RequestSender _sender = new(http, settings, shared?._sender);

    internal ConnectionSettings Settings => settings;

    internal Uri Endpoint => settings.Endpoint;

    internal ILogger Logger => settings.Logger;

    internal TimeProvider TimeProvider => settings.TimeProvider;

    /// <summary>Creates the URI of an endpoint.</summary>
    internal Uri CreateUri(string path) => new(settings.Endpoint, path);

    /// <summary>Makes further calls throw <see cref="ObjectDisposedException"/>.</summary>
    internal void Dispose() => _sender.Dispose();

    /// <summary>Sends a JSON body, or form data, and reads a JSON response.</summary>
    internal async Task<TResponse> PostAsync<TResponse>(
        Uri uri, IRequestBody body, IResponseReader<TResponse> reader, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = CreatePost(uri, body, Json);
        return await SendAsync(request, GetModel(body), reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a JSON body that creates an object and reads a JSON response. The request is not retried if the server may have processed it.
    /// </summary>
    internal async Task<TResponse> PostOnceAsync<TResponse>(
        Uri uri, IRequestBody body, IResponseReader<TResponse> reader, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = CreatePost(uri, body, Json);
        ((RequestContent)request.Content!).RetryOnlyIfRejected = true;
        return await SendAsync(request, GetModel(body), reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a JSON body with any method, for example the changes of an object with PATCH, and reads a JSON response.</summary>
    internal async Task<TResponse> SendAsync<TResponse>(
        HttpMethod method, string path, IRequestBody body, IResponseReader<TResponse> reader, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = Create(method, CreateUri(path), Json, body);
        return await SendAsync(request, GetModel(body), reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends form data with a file and reads a JSON response.</summary>
    internal async Task<TResponse> PostAsync<TResponse>(
        Uri uri, MultipartRequestContent content, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = Create(HttpMethod.Post, uri, Json);
        request.Content = content;
        return await SendAsync(request, null, new JsonResponseReader<TResponse>(responseType), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request without a body and reads a JSON response.</summary>
    internal async Task<TResponse> SendAsync<TResponse>(
        HttpMethod method, string path, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = Create(method, CreateUri(path), Json);
        return await SendAsync(request, null, new JsonResponseReader<TResponse>(responseType), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request without a body, with a response that has no body.</summary>
    internal async Task SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = Create(method, CreateUri(path), Json);
        await SendAsync(request, null, EmptyResponse.Reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes an object. If an attempt failed although the server had deleted the object, the next attempt finds no object (404): that is
    /// a success.
    /// </summary>
    internal Task<TResponse> DeleteAsync<TResponse>(
        string path, JsonTypeInfo<TResponse> responseType, TResponse alreadyDeleted, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse =>
        DeleteAsync(path, null, new JsonResponseReader<TResponse>(responseType), alreadyDeleted, cancellationToken);

    /// <summary>Deletes an object, with a response that has no body.</summary>
    /// <inheritdoc cref="DeleteAsync{TResponse}(string, JsonTypeInfo{TResponse}, TResponse, CancellationToken)"/>
    internal Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        DeleteAsync(path, null, EmptyResponse.Reader, new EmptyResponse(), cancellationToken);

    /// <summary>Deletes the object that a JSON body names, with a response that may have no body.</summary>
    /// <inheritdoc cref="DeleteAsync{TResponse}(string, JsonTypeInfo{TResponse}, TResponse, CancellationToken)"/>
    internal Task DeleteAsync<TResponse>(
        string path, IRequestBody body, JsonTypeInfo<TResponse> responseType, TResponse withoutBody, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse =>
        DeleteAsync(path, body, new OptionalBodyReader<TResponse>(responseType, withoutBody), withoutBody, cancellationToken);

    /// <summary>
    /// Sends a request that the server accepts only once. If an attempt failed although the server had processed it, the next attempt is
    /// rejected.
    /// </summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path.</param>
    /// <param name="responseType">The type of the response.</param>
    /// <param name="getResult">
    /// Gets the result if the error of a retry shows that an earlier attempt succeeded; otherwise null.
    /// </param>
    /// <param name="cancellationToken">The cancellation token.</param>
    internal Task<TResponse> SendOnceAsync<TResponse>(
        HttpMethod method,
        string path,
        JsonTypeInfo<TResponse> responseType,
        Func<MistralException, Task<TResponse?>> getResult,
        CancellationToken cancellationToken)
        where TResponse : class, IApiResponse =>
        SendOnceAsync(method, path, null, new JsonResponseReader<TResponse>(responseType), getResult, cancellationToken);

    private Task<TResponse> DeleteAsync<TResponse>(
        string path,
        IRequestBody? body,
        IResponseReader<TResponse> reader,
        TResponse alreadyDeleted,
        CancellationToken cancellationToken)
        where TResponse : class, IApiResponse => SendOnceAsync(
            HttpMethod.Delete,
            path,
            body,
            reader,
            error => Task.FromResult(error.StatusCode is HttpStatusCode.NotFound ? alreadyDeleted : null),
            cancellationToken);

    private async Task<TResponse> SendOnceAsync<TResponse>(
        HttpMethod method,
        string path,
        IRequestBody? body,
        IResponseReader<TResponse> reader,
        Func<MistralException, Task<TResponse?>> getResult,
        CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = Create(method, CreateUri(path), Json, body);
        try
        {
            return await SendAsync(request, null, reader, cancellationToken).ConfigureAwait(false);
        }
        catch (MistralException exception) when (RequestContext.Get(request) is { MayHaveSucceeded: true })
        {
            // Releases the lease of the rate limiter: the result may need another request.
            request.Dispose();
            if (await getResult(exception).ConfigureAwait(false) is { } result)
                return result;

            throw;
        }
    }

    private async ValueTask<TResponse> SendAsync<TResponse>(
        ApiHttpRequest request, string? model, IResponseReader<TResponse> reader, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var deadline = CreateDeadline(cancellationToken);
        using var response = await _sender.SendAsync(request, model, deadline).ConfigureAwait(false);
        try
        {
            return await ReadAsync(request, response, reader, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (_sender.ToCallerException(exception, request, deadline, response, reader) is { } converted)
        {
            throw converted;
        }
    }

    private async ValueTask<TResponse> ReadAsync<TResponse>(
        HttpRequestMessage request, HttpResponseMessage response, IResponseReader<TResponse> reader, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var body = new JsonResponseStream(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), settings.MaxResponseSize);
        try
        {
            var length = response.Content.Headers.ContentLength;
            var value = await body.DeserializeAsync(reader, length, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("The body is null.");
            return value.HasContent ? value : throw CreateError(body.BufferedStart, request, response, response.StatusCode);
        }
        catch (JsonException) when (ErrorBody.IsError(body.BufferedStart))
        {
            throw CreateError(body.BufferedStart, request, response, response.StatusCode);
        }
        catch (JsonException) when (TransportErrors.IsHtml(body.BufferedStart))
        {
            throw TransportErrors.HtmlPage(request, response);
        }
    }

    /// <summary>Sends a JSON body, or form data, and reads the response as a stream of server-sent events.</summary>
    /// <param name="uri">The URI.</param>
    /// <param name="body">The body.</param>
    /// <param name="createReader">Creates the reader of the chunks. Each enumeration needs its own reader.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    internal IAsyncEnumerable<TChunk> StreamAsync<TChunk>(
        Uri uri, IRequestBody body, Func<IChunkReader<TChunk>> createReader, CancellationToken cancellationToken)
        where TChunk : class, IResponseChunk => new ChunkStream<TChunk>(this, uri, body, createReader, cancellationToken);

    internal Deadline CreateDeadline(CancellationToken cancellationToken) =>
        new(settings.Timeout, settings.TimeProvider, cancellationToken);

    /// <summary>Sends a JSON body, or form data, and returns the response as soon as its headers are received.</summary>
    internal async ValueTask<EventResponse> OpenAsync(Uri uri, IRequestBody body, IResponseReader reader, Deadline deadline)
    {
        var request = CreatePost(uri, body, EventStream);
        HttpResponseMessage? response = null;
        try
        {
            response = await _sender.SendAsync(request, GetModel(body), deadline).ConfigureAwait(false);
            // A stream may last for minutes, in which the buffer of the request is not needed. A custom handler may have removed it.
            request.Content?.Dispose();
            var content = await ReadAsStreamAsync(request, response, reader, deadline).ConfigureAwait(false);
            return new(_sender, settings, request, response, content);
        }
        catch
        {
            response?.Dispose();
            request.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request without a body and returns the body of the response as soon as its headers are received.</summary>
    internal async Task<BinaryResponseStream> DownloadAsync(string path, string accept, CancellationToken cancellationToken)
    {
        var deadline = CreateDeadline(cancellationToken);
        var request = Create(HttpMethod.Get, CreateUri(path), accept);
        HttpResponseMessage? response = null;
        try
        {
            response = await _sender.SendAsync(request, null, deadline).ConfigureAwait(false);
            var content = await ReadAsStreamAsync(request, response, null, deadline).ConfigureAwait(false);
            // Only the time of the reads counts.
            deadline.Pause();
            return new(_sender, settings, request, response, content, deadline);
        }
        catch
        {
            response?.Dispose();
            request.Dispose();
            deadline.Dispose();
            throw;
        }
    }

    /// <summary>Opens a WebSocket.</summary>
    internal Task<WebSocketConnection> ConnectAsync(Uri uri, string? model, Deadline deadline) =>
        WebSocketHandshake.ConnectAsync(_sender, settings, uri, model, deadline);

    private async ValueTask<Stream> ReadAsStreamAsync(
        HttpRequestMessage request, HttpResponseMessage response, IResponseReader? reader, Deadline deadline)
    {
        try
        {
            return await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (_sender.ToCallerException(exception, request, deadline, response, reader) is { } converted)
        {
            throw converted;
        }
    }

    private MistralException CreateError(string body, HttpRequestMessage request, HttpResponseMessage response, HttpStatusCode? status) =>
        ErrorResponseReader.FromSuccessStatus(body, request, response, status, settings.TimeProvider);

    private static ApiHttpRequest CreatePost(Uri uri, IRequestBody body, string accept) => Create(HttpMethod.Post, uri, accept, body);

    private static ApiHttpRequest Create(HttpMethod method, Uri uri, string accept, IRequestBody? body = null) => new(method, uri, accept)
    {
        Body = body,
        Content = body switch
        {
            null => null,
            IFormRequest form => form.ToFormData(),
            _ => JsonRequestContent.Create(body),
        },
    };

    private static string? GetModel(IRequestBody body) => (body as IModelRequest)?.Model;
}
