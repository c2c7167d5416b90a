using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.WebChat.Tests.Infrastructure;

/// <summary>
/// A server in front of an emulator. It forwards requests, except chat completions for which a test has added a
/// <see cref="ControlledResponse"/>.
/// </summary>
public sealed class ApiGateway : IAsyncDisposable
{
    private readonly ConcurrentQueue<ControlledResponse> _streams = new();
    private readonly HttpClient _http = new();
    private readonly MistralEmulator _emulator;
    private readonly WebApplication _application;

    private ApiGateway(MistralEmulator emulator)
    {
        _emulator = emulator;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.Urls.Add("http://127.0.0.1:0");
        _application.Map("{**path}", context => IsChat(context) && _streams.TryDequeue(out var stream)
            ? stream.WriteAsync(context)
            : ForwardAsync(context));
    }

    /// <summary>The endpoint of the API.</summary>
    public Uri Endpoint => new(new Uri(_application.Urls.First()), "v1");

    public static async Task<ApiGateway> StartAsync(MistralEmulator emulator)
    {
        var gateway = new ApiGateway(emulator);
        await gateway._application.StartAsync();
        return gateway;
    }

    /// <summary>Adds a stream. Each is the response to one chat completion, in the order in which they were added.</summary>
    public ControlledResponse AddStream()
    {
        var stream = new ControlledResponse();
        _streams.Enqueue(stream);
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _http.Dispose();
    }

    private static bool IsChat(HttpContext context) => context.Request.Path == "/v1/chat/completions";

    private async Task ForwardAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(
            new(context.Request.Method), new Uri(_emulator.Endpoint, $"{context.Request.Path}{context.Request.QueryString}"));
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        if (context.Request.ContentType is { } contentType)
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.Headers.RetryAfter is { } delay)
            context.Response.Headers.RetryAfter = delay.ToString();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
