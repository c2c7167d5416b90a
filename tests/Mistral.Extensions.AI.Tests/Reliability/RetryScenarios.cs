using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Creates busy servers and clients from dependency injection, and advances the time past each retry delay.</summary>
internal static class RetryScenarios
{
    /// <summary>Creates a server whose first response is HTTP 503. That response is repeated if no other is added.</summary>
    internal static StubServer CreateBusyServer(params (string Name, string Value)[] headers) =>
        new StubServer().Then(() => new ErrorSample(503, """{"message":"Busy"}""", "Busy").CreateResponse(headers));

    /// <summary>Calls an operation that fails, and returns its exception and the delays before its retries.</summary>
    internal static async Task<(MistralException Exception, List<TimeSpan> Delays)> CallUntilErrorAsync(
        this ManualTimeProvider timeProvider, IServiceProvider provider, string operation)
    {
        var delays = new List<TimeSpan>();
        var call = provider.GetRequiredService<MistralClient>().CallAsync(operation);
        // The first timer is the timeout of the call, the others are the delays before the retries.
        await timeProvider.WaitForTimerAsync();
        while (!call.IsCompleted)
        {
            var timer = timeProvider.WaitForTimerAsync().AsTask();
            if (await Task.WhenAny(call, timer) == call)
                break;

            delays.Add(await timer);
            timeProvider.Advance(delays[^1]);
        }

        return (await Assert.ThrowsAsync<MistralException>(() => call), delays);
    }

    /// <summary>Creates a service provider with a client that uses this time provider and the given server.</summary>
    /// <param name="timeProvider">The time provider of the client.</param>
    /// <param name="server">The primary message handler of the client.</param>
    /// <param name="timeout">The timeout in seconds.</param>
    /// <param name="configure">Configures the pipeline of the client.</param>
    internal static ServiceProvider CreateServiceProvider(
        this ManualTimeProvider timeProvider,
        StubServer server,
        double timeout = 300,
        Func<IHttpClientBuilder, IHttpClientBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddMistralClient(options =>
                (options.ApiKey, options.TimeProvider, options.Timeout) = ("test-key", timeProvider, TimeSpan.FromSeconds(timeout)))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
