using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Mistral.Extensions.AI.Emulator.Hosting;

namespace Mistral.Extensions.AI.Emulator.Recording;

/// <summary>Sends requests to the API whose responses are recorded. API keys are sent to no other host.</summary>
/// <param name="endpoint">The base address, with or without <c>/v1</c>.</param>
/// <param name="apiKey">The API key; null to send that of the client.</param>
internal sealed class Upstream(Uri endpoint, string? apiKey) : IDisposable
{
    /// <summary>Keeps the path and the query as the client sent them, including escaped characters.</summary>
    private static readonly UriCreationOptions UnchangedUrl = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _baseUrl = GetBaseUrl(endpoint);

    // Redirects are returned to the client: the key must not be sent to another host. Clients keep their own cookies.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a request and returns its response as soon as its headers are received.</summary>
    /// <exception cref="ApiError">There is no API key, or the host cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        CheckApiKey(request);
        using var message = CreateMessage(request, body);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw RecordingErrors.UpstreamFailed(
                $"Nothing was recorded, because {endpoint.Authority} cannot be reached. Check UpstreamEndpoint (--upstream). "
                + error.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string GetBaseUrl(Uri endpoint)
    {
        var url = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return url.EndsWith("/v1", StringComparison.Ordinal) ? url[..^"/v1".Length] : url;
    }

    private void CheckApiKey(HttpRequest request)
    {
        if (apiKey is null && !ApiKeyHeaders.Read(request).Any())
            throw RecordingErrors.MissingApiKey(endpoint.Authority);
    }

    private HttpRequestMessage CreateMessage(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var url = new Uri(_baseUrl + RequestDescription.GetTarget(request), UnchangedUrl);
        var message = new HttpRequestMessage(new HttpMethod(request.Method), url);
        if (!body.IsEmpty || request.ContentLength is not null || request.Headers.TransferEncoding.Count > 0)
            message.Content = new ReadOnlyMemoryContent(body);
        foreach (var (name, values) in HttpHeaderRules.SelectForUpstream(request.Headers))
        {
            if (!(apiKey is not null && ApiKeyHeaders.Names.Contains(name)) && !message.Headers.TryAddWithoutValidation(name, values))
                message.Content?.Headers.TryAddWithoutValidation(name, values);
        }
        // Compressed responses cannot be reviewed, and keys cannot be found in them.
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (apiKey is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return message;
    }
}
