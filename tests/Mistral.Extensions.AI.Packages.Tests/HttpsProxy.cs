using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mistral.Extensions.AI.Packages.Tests;

/// <summary>
/// A proxy that forwards HTTPS requests for a host to an HTTP server. On Linux, programs use it if the variables of
/// <see cref="Environment"/> are set.
/// </summary>
internal sealed class HttpsProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly string _certificateFile;
    private readonly Uri _target;

    internal HttpsProxy(string host, Uri target, string folder)
    {
        _target = target;
        _certificate = CreateCertificate(host);
        _certificateFile = Path.Combine(folder, "certificate.pem");
        File.WriteAllText(_certificateFile, _certificate.ExportCertificatePem());
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The variables of a program that uses the proxy and trusts its certificate.</summary>
    internal (string Name, string Value)[] Environment =>
        [("HTTPS_PROXY", $"http://{_listener.LocalEndpoint}"), ("SSL_CERT_FILE", _certificateFile)];

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private static X509Certificate2 CreateCertificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The proxy is disposed.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        {
            await ReadConnectAsync(client.GetStream());
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(_certificate);
            using var server = new TcpClient();
            await server.ConnectAsync(_target.Host, _target.Port);
            await Task.WhenAny(tls.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(tls));
        }
    }

    /// <summary>Reads the CONNECT request, which ends with an empty line.</summary>
    private static async Task ReadConnectAsync(NetworkStream stream)
    {
        var end = "\r\n\r\n"u8.ToArray();
        var received = new List<byte>();
        var next = new byte[1];
        while (!received.TakeLast(end.Length).SequenceEqual(end))
        {
            await stream.ReadExactlyAsync(next);
            received.Add(next[0]);
        }
    }
}
