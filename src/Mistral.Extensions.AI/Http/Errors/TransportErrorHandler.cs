using System.Net.Sockets;

namespace Mistral.Extensions.AI.Http.Errors;

/// <summary>
/// The innermost handler of the pipelines of the library. It throws <see cref="HttpRequestException"/> for each failed connection, without
/// text of the server, because the handlers around it log and retry that exception.
/// </summary>
internal sealed class TransportErrorHandler(HttpMessageHandler transport) : DelegatingHandler(transport)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
#if !NET8_0_OR_GREATER
            // .NET Framework renews a connection only with this setting. Otherwise a DNS change would not be noticed.
            System.Net.ServicePointManager.FindServicePoint(request.RequestUri).ConnectionLeaseTimeout =
                (int)HttpPipeline.ConnectionLifetime.TotalMilliseconds;
#endif
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
            when (ExceptionRedaction.Redact(exception, Redaction.For(request)) is var safe && !ReferenceEquals(safe, exception))
        {
            throw safe;
        }
        catch (OperationCanceledException exception)
            when (!cancellationToken.IsCancellationRequested && exception.InnerException is TimeoutException timeout)
        {
            // SocketsHttpHandler.ConnectTimeout
            throw new HttpRequestException(timeout.Message, exception);
        }
        catch (SocketException exception)
        {
            // The server reset the connection before SocketsHttpHandler had configured the socket.
            throw new HttpRequestException(exception.Message, exception);
        }
    }
}
