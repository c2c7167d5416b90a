using System.Threading.RateLimiting;

namespace Mistral.Extensions.AI.Http.RateLimits;

/// <summary>
/// The leases of one call. A lease is held from before an attempt until the attempt has failed, or until the response is completely read or
/// disposed of, which is when the call ends.
/// </summary>
internal sealed class RateLimitedCall(RateLimitSettings settings, MistralRequestInfo info, int permits, Deadline deadline)
{
    // The leases of the responses that were received. A resilience handler may have several attempts at the same time.
    private readonly List<RateLimitLease> _leases = [];
    private bool _hasEnded;
    private long _waitTicks;

    // Whether the call was canceled, or its timeout expired, while it waited for a lease.
    private bool _wasWaiting;

    internal bool PerAttempt => settings.PerAttempt;

    /// <summary>Describes a timeout that expired before any response was received, for a message.</summary>
    /// <param name="time">The timeout.</param>
    internal string DescribeTimeout(string time)
    {
        if (_wasWaiting)
            return $"The request was not sent, because {RateLimitErrors.Limiter} gave no permit within {time}.";

        var wait = new TimeSpan(Interlocked.Read(ref _waitTicks)).TotalSeconds;
        return wait < 0.001
            ? $"No response was received within {time}."
            : FormattableString.Invariant(
                $"No response was received within {time}, of which {wait:0.###} seconds were spent waiting for {RateLimitErrors.Limiter}.");
    }

    /// <summary>Acquires a lease and sends a request.</summary>
    internal async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken)
    {
        // A handler that sends the request again does not need the earlier response, which it may not have disposed of.
        ReleaseLeases(hasEnded: false);
        var lease = await AcquireAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            var response = await send(request, cancellationToken).ConfigureAwait(false);
            (lease as ModelLease)?.Report(response);
            // The server has processed a request that it rejects, and a retry may wait.
            if (ResponseHeaders.IsSuccess(response))
                Keep(lease);
            else
                lease.Dispose();
            return response;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Releases the leases when the response is read, or the call has failed.</summary>
    internal void End() => ReleaseLeases(hasEnded: true);

    private async ValueTask<RateLimitLease> AcquireAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var start = deadline.Elapsed;
        var isCounted = RateLimitMetrics.EnterQueue(request, info.Model);
        var result = RateLimitMetrics.Failed;
        try
        {
            var lease = settings.Limiter is MistralRateLimiter limiter
                ? await limiter.AcquireAsync(info, permits, cancellationToken).ConfigureAwait(false)
                : await settings.Limiter.AcquireAsync(permits, cancellationToken).ConfigureAwait(false);
            result = lease.IsAcquired ? RateLimitMetrics.Acquired : RateLimitMetrics.Rejected;
            if (lease.IsAcquired)
                return lease;

            using (lease)
                throw RateLimitErrors.Rejected(request, lease);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _wasWaiting = true;
            result = RateLimitMetrics.Canceled;
            throw;
        }
        catch (Exception exception) when (exception is not MistralException)
        {
            throw RateLimitErrors.LimiterFailed(request, permits, exception);
        }
        finally
        {
            var wait = deadline.Elapsed - start;
            Interlocked.Add(ref _waitTicks, wait.Ticks);
            RateLimitMetrics.LeaveQueue(request, info.Model, isCounted, wait, result);
        }
    }

    private void Keep(RateLimitLease lease)
    {
        lock (_leases)
        {
            if (!_hasEnded)
            {
                _leases.Add(lease);
                return;
            }
        }

        lease.Dispose();
    }

    private void ReleaseLeases(bool hasEnded)
    {
        RateLimitLease[] leases;
        lock (_leases)
        {
            _hasEnded |= hasEnded;
            leases = [.. _leases];
            _leases.Clear();
        }

        foreach (var lease in leases)
            lease.Dispose();
    }
}
