using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A server that is busy, a client with dependency injection, and time that passes as fast as it is waited for.</summary>
internal static class RetryScenarios
{
    internal static StubServer CreateBusyServer(params (string Name, string Value)[] headers) =>
        new StubServer().Then(() => new ErrorSample(503, """{"message":"Busy"}""", "Busy").CreateResponse(headers));

    /// <summary>Calls, and lets each wait pass as soon as it begins.</summary>
    internal static async Task<(MistralException Exception, List<TimeSpan> Waits)> CallUntilErrorAsync(this ManualTimeProvider clock, IServiceProvider provider, string operation)
    {
        var waits = new List<TimeSpan>();
        var call = provider.GetRequiredService<MistralClient>().CallAsync(operation);
        // The time-out of the call.
        await clock.WaitForTimerAsync();
        while (!call.IsCompleted)
        {
            var wait = clock.WaitForTimerAsync().AsTask();
            if (await Task.WhenAny(call, wait) == call)
                break;

            waits.Add(await wait);
            clock.Advance(waits[^1]);
        }

        return (await Assert.ThrowsAsync<MistralException>(() => call), waits);
    }

    internal static ServiceProvider CreateServiceProvider(
        this ManualTimeProvider clock, StubServer server, double timeout = 300, Func<IHttpClientBuilder, IHttpClientBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddMistralClient(options =>
                (options.ApiKey, options.TimeProvider, options.Timeout) = ("test-key", clock, TimeSpan.FromSeconds(timeout)))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        configure?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
