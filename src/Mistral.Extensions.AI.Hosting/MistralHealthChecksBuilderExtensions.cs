using Microsoft.Extensions.Diagnostics.HealthChecks;
using Mistral.Extensions.AI;
using Mistral.Extensions.AI.Hosting;

// The namespace of the extended type, so that the methods are found without another using directive.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Extension methods that add health checks of Mistral clients.</summary>
public static class MistralHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that lists the models of the API, which costs no tokens. The result is cached, and concurrent checks share one
    /// request. A second check with the same name is not added.
    /// </summary>
    /// <param name="builder">The builder of the health checks.</param>
    /// <param name="name">The name of the health check.</param>
    /// <param name="clientKey">The service key of the <see cref="MistralClient"/>, or null for the one without a key.</param>
    /// <param name="failureStatus">The status for a failure, or null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags of the health check.</param>
    /// <param name="cacheDuration">The time for which a result is cached, or null for 30 seconds.</param>
    /// <param name="timeout">The timeout of the request, or null for 10 seconds.</param>
    /// <returns>The builder of the health checks.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty or white space.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="cacheDuration"/> is negative, or <paramref name="timeout"/> is not greater than zero.
    /// </exception>
    /// <remarks>
    /// If the API responds with status 429, or <see cref="MistralClientOptions.RateLimiter"/> rejects the request with a time after which
    /// to retry, the status is <see cref="HealthStatus.Degraded"/>: the rate limit is reached. All other errors are failures, such as a
    /// rejected API key or a failed connection.
    /// </remarks>
    public static IHealthChecksBuilder AddMistral(
        this IHealthChecksBuilder builder,
        string name = "mistral",
        object? clientKey = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? cacheDuration = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var duration = cacheDuration ?? TimeSpan.FromSeconds(30);
        var limit = timeout ?? TimeSpan.FromSeconds(10);
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero, nameof(cacheDuration));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));

        var key = new HealthCheckKey(name);
        if (builder.Services.Any(service => service.IsKeyedService && key.Equals(service.ServiceKey)))
            return builder;

        // Health checks are created for each run. The cached result is in a singleton.
        builder.Services.AddKeyedSingleton(key, (provider, _) => new MistralHealthCheck(
            () => GetClient(provider, clientKey), duration, limit, provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.Add(new(name, provider => provider.GetRequiredKeyedService<MistralHealthCheck>(key), failureStatus, tags));
    }

    private static MistralClient GetClient(IServiceProvider provider, object? clientKey) =>
        clientKey is null ? provider.GetRequiredService<MistralClient>() : provider.GetRequiredKeyedService<MistralClient>(clientKey);

    private sealed record HealthCheckKey(string Name);
}
