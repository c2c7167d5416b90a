using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mistral.Extensions.AI.Hosting;

/// <summary>
/// Lists the models of the API. The result is cached, and concurrent checks share one request, which continues if one of them is canceled.
/// </summary>
internal sealed class MistralHealthCheck(Func<MistralClient> getClient, TimeSpan cacheDuration, TimeSpan timeout, TimeProvider timeProvider)
    : IHealthCheck
{
    private readonly object _lock = new();
    private Task<Probe>? _probe;
    private long _startedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var probe = await GetProbe().WaitAsync(cancellationToken).ConfigureAwait(false);
        return new(probe.IsFailure ? context.Registration.FailureStatus : probe.Status, probe.Description, probe.Exception);
    }

    private Task<Probe> GetProbe()
    {
        lock (_lock)
        {
            if (_probe is null || (_probe.IsCompleted && timeProvider.GetElapsedTime(_startedAt) >= cacheDuration))
            {
                _startedAt = timeProvider.GetTimestamp();
                _probe = Task.Run(ListModelsAsync);
            }

            return _probe;
        }
    }

    private async Task<Probe> ListModelsAsync()
    {
        using var cancellation = new CancellationTokenSource(timeout, timeProvider);
        try
        {
            await getClient().Models.ListAsync(cancellationToken: cancellation.Token).ConfigureAwait(false);
            return new(HealthStatus.Healthy, "The Mistral API responded.", null);
        }
        catch (OperationCanceledException exception) when (cancellation.IsCancellationRequested)
        {
            return Probe.Fail($"The Mistral API did not respond within {timeout.TotalSeconds:0.###} seconds.", exception);
        }
        catch (MistralException exception)
        {
            return ToProbe(exception);
        }
        // The client cannot be created, or a handler of the application failed. Its message is not repeated: it may contain a key.
        catch (Exception exception)
        {
            return Probe.Fail($"The request to the Mistral API failed ({exception.GetType().Name}).", exception);
        }
    }

    private static Probe ToProbe(MistralException exception) => exception switch
    {
        { StatusCode: HttpStatusCode.TooManyRequests } =>
            new(HealthStatus.Degraded, "The rate limit of the Mistral API is reached (status 429).", exception),
        // The rate limiter of the client rejected the request.
        { StatusCode: null, RetryAfter: not null } => new(HealthStatus.Degraded, "The rate limit of the client is reached.", exception),
        { StatusCode: (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) and var status } =>
            Probe.Fail($"The Mistral API rejected the API key (status {(int)status}).", exception),
        { StatusCode: { } status } => Probe.Fail($"The Mistral API responded with status {(int)status}.", exception),
        _ => Probe.Fail("The Mistral API could not be reached, or its response was invalid.", exception),
    };

    private sealed record Probe(HealthStatus Status, string Description, Exception? Exception)
    {
        internal bool IsFailure => Status == HealthStatus.Unhealthy;

        internal static Probe Fail(string description, Exception exception) => new(HealthStatus.Unhealthy, description, exception);
    }
}
