using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mistral.Extensions.AI.Emulator.Hosting;

/// <summary>Accepts the WebSocket of a request, and runs its session or the messages of a scripted response.</summary>
internal static class WebSocketWriter
{
    /// <summary>The name of the protocol that browsers send together with a token.</summary>
    public const string Protocol = "realtime";

    /// <summary>Runs a session until the connection is closed.</summary>
    /// <param name="context">The request.</param>
    /// <param name="response">The response with the session.</param>
    /// <param name="scripted">The scripted response that the request consumed; null if there is none.</param>
    /// <param name="pacer">Delays the response.</param>
    /// <param name="record">Records a message of the client.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static async Task RunAsync(
        HttpContext context,
        ApiResponse response,
        ScriptedResponse? scripted,
        ResponsePacer pacer,
        Action<string> record,
        CancellationToken cancellationToken)
    {
        await pacer.WaitForHeadersAsync(response, cancellationToken).ConfigureAwait(false);
        foreach (var (name, value) in scripted?.Headers ?? response.Headers)
            context.Response.Headers[name] = value;
        var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? Protocol : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol).ConfigureAwait(false);
        var connection = new WebSocketConnection(socket, record, scripted, pacer);
        try
        {
            if (scripted?.Body is { } body)
                await SendScriptAsync(connection, Encoding.UTF8.GetString(body.Span), cancellationToken).ConfigureAwait(false);
            else
                await response.RunSession!(connection, cancellationToken).ConfigureAwait(false);
            await connection.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken).ConfigureAwait(false);
        }
        // The client has closed the connection without a message, the script cuts it, or the emulator stops.
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException)
        {
        }
    }

    /// <summary>Sends the events of a scripted event stream as messages, and waits for <c>input_audio.end</c> from the client.</summary>
    private static async Task SendScriptAsync(WebSocketConnection connection, string body, CancellationToken cancellationToken)
    {
        const string Prefix = "data: ";
        var messages = body.Split('\n').Where(line => line.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(line => line[Prefix.Length..].TrimEnd('\r'));
        foreach (var message in messages.Where(message => message != "[DONE]"))
            await connection.SendAsync(Encoding.UTF8.GetBytes(message), cancellationToken).ConfigureAwait(false);
        while (await connection.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } received)
        {
            if (received.Contains("\"input_audio.end\"", StringComparison.Ordinal))
                return;
        }
    }
}
