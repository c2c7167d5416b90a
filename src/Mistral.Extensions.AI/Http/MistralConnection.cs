using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;
using Mistral.Extensions.AI.Json;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// Creates every request of the library and reads every response. It does not know the endpoints and schemas of the API: paths and JSON
/// metadata are arguments.
/// </summary>
internal sealed class MistralConnection(HttpClient http, ConnectionSettings settings)
{
    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private static readonly MediaTypeWithQualityHeaderValue EventStream = new("text/event-stream");

    private readonly RequestSender _sender = new(http, settings);

    internal Uri Endpoint => settings.Endpoint;

    internal ILogger Logger => settings.Logger;

    /// <summary>Makes further calls throw <see cref="ObjectDisposedException"/>.</summary>
    internal void Dispose() => _sender.Dispose();

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

    /// <summary>
    /// Deletes an object. If an attempt failed although the server had deleted the object, the next attempt finds no object (404): that is
    /// a success.
    /// </summary>
    internal async Task<TResponse> DeleteAsync<TResponse>(
        string path, JsonTypeInfo<TResponse> responseType, TResponse alreadyDeleted, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(settings.Endpoint, path));
        request.Headers.Accept.Add(Json);
        try
        {
            return await SendAsync(request, null, responseType, cancellationToken).ConfigureAwait(false);
        }
        catch (MistralException exception)
            when (exception.StatusCode is HttpStatusCode.NotFound && RequestContext.Get(request) is { MayHaveSucceeded: true })
        {
            return alreadyDeleted;
        }
    }

    private async Task<TResponse> SendAsync<TResponse>(
        HttpRequestMessage request, string? model, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
        where TResponse : class, IApiResponse
    {
        using var deadline = new Deadline(settings.Timeout, settings.TimeProvider, cancellationToken);
        using var response = await _sender.SendAsync(request, model, deadline).ConfigureAwait(false);
        return await _sender.ConvertErrorsAsync(
            () => ReadAsync(request, response, responseType, deadline), request, deadline, response, responseType).ConfigureAwait(false);
    }

    private async Task<TResponse> ReadAsync<TResponse>(
        HttpRequestMessage request, HttpResponseMessage response, JsonTypeInfo<TResponse> typeInfo, Deadline deadline)
        where TResponse : class, IApiResponse
    {
        using var body = new JsonResponseStream(
            await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false), settings.MaxResponseSize);
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
        catch (JsonException) when (TransportErrors.IsHtml(body.BufferedStart))
        {
            throw TransportErrors.HtmlPage(request, response);
        }
    }

    /// <summary>Sends a JSON body and reads the response as a stream of server-sent events.</summary>
    /// <param name="createReader">Creates the reader of the chunks. Each enumeration needs its own reader.</param>
    internal async IAsyncEnumerable<TChunk> StreamAsync<TRequest, TChunk>(
        string path,
        TRequest body,
        JsonTypeInfo<TRequest> requestType,
        Func<IChunkReader<TChunk>> createReader,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TChunk : class, IResponseChunk
    {
        using var deadline = new Deadline(settings.Timeout, settings.TimeProvider, cancellationToken);
        using var request = CreatePost(path, body, requestType, EventStream);
        using var response = await _sender.SendAsync(request, GetModel(body), deadline).ConfigureAwait(false);
        var reader = createReader();
        using var content = new EventResponseStream(
            await _sender.ConvertErrorsAsync(
                () => response.Content.ReadAsStreamAsync(deadline.Token), request, deadline, response, reader.TypeInfo)
                .ConfigureAwait(false),
            settings.MaxResponseSize);
        var chunks = new ChunkStream<TChunk>(_sender, settings, request, response, content, reader, deadline);
        await using var _ = chunks.ConfigureAwait(false);
        while (await chunks.MoveNextAsync().ConfigureAwait(false))
            yield return chunks.Current;
    }

    private MistralException CreateError(string body, HttpRequestMessage request, HttpResponseMessage response, HttpStatusCode? status) =>
        ErrorResponseReader.FromSuccessStatus(body, request, response, status, settings.TimeProvider);

    private HttpRequestMessage CreatePost<T>(string path, T body, JsonTypeInfo<T> typeInfo, MediaTypeWithQualityHeaderValue accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Endpoint, path));
        request.Headers.Accept.Add(accept);
        request.Content = JsonRequestContent.Create(body, typeInfo);
        return request;
    }

    private static string? GetModel<T>(T body) => (body as IModelRequest)?.Model;
}
