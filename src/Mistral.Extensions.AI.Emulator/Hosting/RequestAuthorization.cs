using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Checks the API keys of requests, and the tokens that open WebSockets.</summary>
/// <param name="apiKey">The only API key that is accepted; null to accept every key that is not empty.</param>
/// <param name="clientTokens">The tokens that open WebSockets.</param>
internal sealed class RequestAuthorization(string? apiKey, ClientTokens clientTokens)
{
    /// <summary>Whether any API key is accepted.</summary>
    public bool AcceptsAnyKey => apiKey is null;

    /// <summary>Whether a request has an API key that is accepted.</summary>
    public bool HasApiKey(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization.ToString(), out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrWhiteSpace(header.Parameter)
        && (apiKey is null || header.Parameter == apiKey);

    /// <summary>Whether a browser opens a WebSocket with a token, because it cannot add an API key to the headers.</summary>
    public bool HasClientToken(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        && context.WebSockets.WebSocketRequestedProtocols is [WebSocketWriter.Protocol, var token]
        && clientTokens.FindModel(token) is { } model
        && model == context.Request.Query["model"];
}
