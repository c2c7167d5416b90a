using System.Net.Sockets;
using System.Text;

namespace Mistral.Extensions.AI.Tests.Infrastructure;

/// <summary>Sends HTTP requests over TCP, and returns the bytes of the responses as they are on the network.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request, and returns all bytes until the connection is closed as Latin-1.</summary>
    /// <param name="endpoint">The base address.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The path with the query.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="contentType">The content type of the body.</param>
    /// <param name="headers">Further headers, each as <c>name: value</c>.</param>
    internal static async Task<string> SendAsync(
        Uri endpoint, string method, string path, byte[]? body = null, string contentType = "application/json", params string[] headers)
    {
        using var client = await OpenAsync(endpoint, method, path, body, contentType, headers);
        return await ReadToEndAsync(client);
    }

    /// <summary>Returns the text that was received before, and all bytes until the connection is closed as Latin-1.</summary>
    internal static async Task<string> ReadToEndAsync(TcpClient client, string received = "")
    {
        var all = new StringBuilder(received);
        while (await ReadAsync(client) is { Length: > 0 } text)
            all.Append(text);
        return all.ToString();
    }

    /// <summary>Sends a request, and returns the connection.</summary>
    internal static async Task<TcpClient> OpenAsync(
        Uri endpoint, string method, string path, byte[]? body = null, string contentType = "application/json", params string[] headers)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        foreach (var header in headers)
            head.Append(header).Append("\r\n");
        if (body is not null)
            head.Append("Content-Type: ").Append(contentType).Append("\r\nContent-Length: ").Append(body.Length).Append("\r\n");
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(endpoint.Host, endpoint.Port, TestContext.Current.CancellationToken);
        byte[] request = [.. Encoding.ASCII.GetBytes($"{head}\r\n"), .. body ?? []];
        await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Returns the next bytes as Latin-1; an empty text if the connection is closed.</summary>
    internal static async Task<string> ReadAsync(TcpClient client)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var length = await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            return Encoding.Latin1.GetString(buffer, 0, length);
        }
        catch (IOException)
        {
            // The server has reset the connection.
            return "";
        }
    }

    /// <summary>Reads until the received text contains <paramref name="end"/>.</summary>
    internal static async Task<string> ReadUntilAsync(TcpClient client, string end)
    {
        var received = "";
        while (!received.Contains(end, StringComparison.Ordinal))
        {
            var text = await ReadAsync(client);
            Assert.True(text.Length > 0, $"The connection was closed after: {received}");
            received += text;
        }
        return received;
    }
}
