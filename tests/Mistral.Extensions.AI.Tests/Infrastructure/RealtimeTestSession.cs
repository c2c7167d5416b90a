using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>A session of realtime transcription with the emulator.</summary>
internal sealed class RealtimeTestSession : IDisposable
{
    internal const string Model = "voxtral-mini-transcribe-realtime-2602";

    private readonly ClientWebSocket _socket = new();

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? Protocol => _socket.SubProtocol;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Opens a session.</summary>
    internal static async Task<RealtimeTestSession> OpenAsync(TestEmulator emulator, string model = Model, string? token = null)
    {
        var session = new RealtimeTestSession();
        var socket = session._socket;
        if (token is null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {TestEmulator.Key}");
        else
        {
            socket.Options.AddSubProtocol("realtime");
            socket.Options.AddSubProtocol(token);
        }
        socket.Options.CollectHttpResponseDetails = true;
        var uri = new UriBuilder(new Uri(emulator.Server.Endpoint, "/v1/audio/transcriptions/realtime"))
        {
            Scheme = "ws",
            Query = $"model={model}",
        }.Uri;
        try
        {
            await socket.ConnectAsync(uri, CancellationToken);
        }
        catch (WebSocketException error)
        {
            error.Data["status"] = (int)socket.HttpStatusCode;
            session.Dispose();
            throw;
        }
        return session;
    }

    internal Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken);

    internal Task AppendAsync(ReadOnlySpan<byte> audio) =>
        SendAsync($$"""{"type":"input_audio.append","audio":"{{Convert.ToBase64String(audio)}}"}""");

    internal Task EndAsync() => SendAsync("""{"type":"input_audio.end"}""");

    /// <summary>Receives an event; null when the server closes the connection.</summary>
    internal async Task<JsonNode?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken);
                return null;
            }
            message.Write(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
                return JsonNode.Parse(message.ToArray());
        }
    }

    /// <summary>Receives all events until the server closes the connection.</summary>
    internal async Task<List<JsonNode>> ReceiveAllAsync()
    {
        var events = new List<JsonNode>();
        while (await ReceiveAsync() is { } item)
            events.Add(item);
        return events;
    }

    public void Dispose() => _socket.Dispose();
}
