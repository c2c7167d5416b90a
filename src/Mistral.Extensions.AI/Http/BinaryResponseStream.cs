using System.Net.Http.Headers;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Errors;

namespace Mistral.Extensions.AI.Http;

/// <summary>
/// A response body that is not JSON, with its request. The caller reads it while it is received, so it has no maximum length. Each read has
/// the idle timeout of a stream, and its failures are exceptions that a caller handles.
/// </summary>
internal sealed class BinaryResponseStream(
    RequestSender sender,
    ConnectionSettings settings,
    HttpRequestMessage request,
    HttpResponseMessage response,
    Stream body,
    Deadline deadline) : LimitedResponseStream(body, long.MaxValue)
{
    internal HttpContentHeaders Headers => response.Content.Headers;

#if NET8_0_OR_GREATER
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    protected override async ValueTask<int> ReadLimitedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        deadline.Resume(settings.StreamIdleTimeout);
        try
        {
            using var linked = Link(cancellationToken);
            var read = await base.ReadLimitedAsync(buffer, linked?.Token ?? deadline.Token).ConfigureAwait(false);
            // Most transports detect this themselves.
            return read > 0 || buffer.Length == 0 || !(CountedLength < Headers.ContentLength)
                ? read
                : throw TransportErrors.IncompleteBody(request, response, CountedLength);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && !deadline.Token.IsCancellationRequested)
        {
            throw new OperationCanceledException(
                ExceptionRedaction.GetMessage(exception, Redaction.For(request)), exception, cancellationToken);
        }
        catch (Exception exception)
            when (sender.ToCallerException(exception, request, deadline, response, null) is { } converted)
        {
            throw converted;
        }
        finally
        {
            deadline.Pause();
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;

        response.Dispose();
        request.Dispose();
        deadline.Dispose();
    }

    // Usually, the token of a read is that of the call, or none.
    private CancellationTokenSource? Link(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled && cancellationToken != deadline.CallerToken
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token)
            : null;
}
