using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A server that is busy, a client with dependency injection, and time that passes as fast as it is waited for.</summary>
internal static class RetriedCalls
{
    internal static StubServer Busy(params (string Name, string Value)[] headers) =>
        new StubServer().Then(() => new Refusal(503, """{"message":"Busy"}""", "Busy").Response(headers));

    /// <summary>Calls, and lets each wait pass as soon as it begins.</summary>
    internal static async Task<(MistralException Exception, List<TimeSpan> Waits)> FailAsync(this ManualClock clock, IServiceProvider provider, string route)
    {
        var waits = new List<TimeSpan>();
        var call = provider.GetRequiredService<MistralClient>().CallAsync(route);
        // The time-out of the call.
        await clock.NextTimerAsync();
        while (!call.IsCompleted)
        {
            var wait = clock.NextTimerAsync().AsTask();
            if (await Task.WhenAny(call, wait) == call)
                break;

            waits.Add(await wait);
            clock.Advance(waits[^1]);
        }

        return (await Assert.ThrowsAsync<MistralException>(() => call), waits);
    }

    internal static ServiceProvider Provider(
        this ManualClock clock, StubServer server, double timeout = 300, Func<IHttpClientBuilder, IHttpClientBuilder>? add = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddMistralClient(options =>
                (options.ApiKey, options.Clock, options.Timeout) = ("test-key", clock, TimeSpan.FromSeconds(timeout)))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        add?.Invoke(builder);
        return services.BuildServiceProvider();
    }
}
