using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.DependencyInjection
{
    /// <summary>Requests are retried by one party: the library, or a resilience handler of the caller's.</summary>
    public sealed class PipelineRetryTests
    {
        private readonly ManualClock _clock = new();
        private readonly StubServer _server = new StubServer()
            .Then("{}", HttpStatusCode.ServiceUnavailable)
            .Then(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));

        [Fact]
        public async Task The_library_retries()
        {
            using var provider = Provider(3);
            var answer = provider.GetRequiredService<MistralClient>().AskAsync();

            // The time-out of the call, and then the wait before the second attempt.
            await _clock.NextTimerAsync();
            _clock.Advance(await _clock.NextTimerAsync());

            Assert.Equal("OK", await answer);
            Assert.Equal(2, _server.Messages.Count);
        }

        [Fact]
        public Task Not_where_it_is_switched_off() => AssertNoRetryAsync(0, builder => builder);

        [Fact]
        public Task Not_beside_the_resilience_handler() =>
            AssertNoRetryAsync(3, builder => builder.AddHttpMessageHandler(() => new Microsoft.Extensions.Http.Resilience.ResilienceHandler()));

        [Fact]
        public Task Not_beside_the_older_handler_of_Polly() =>
            AssertNoRetryAsync(3, builder => builder.AddHttpMessageHandler(() => new Microsoft.Extensions.Http.PolicyHttpMessageHandler()));

        [Fact]
        public Task Not_beside_a_handler_that_is_made_of_one() => AssertNoRetryAsync(3, builder => builder.AddHttpMessageHandler(() => new Derived()));

        [Fact]
        public Task Not_around_a_primary_handler_that_is_one() =>
            AssertNoRetryAsync(3, builder => builder.ConfigurePrimaryHttpMessageHandler(
                () => new Counter { InnerHandler = new Microsoft.Extensions.Http.Resilience.ResilienceHandler { InnerHandler = _server } }));

        [Fact]
        public Task Not_beside_a_handler_that_all_clients_of_the_application_have()
        {
            return AssertNoRetryAsync(3, builder =>
            {
                builder.Services.ConfigureHttpClientDefaults(all =>
                    all.AddHttpMessageHandler(() => new Microsoft.Extensions.Http.Resilience.ResilienceHandler()));
                return builder;
            });
        }

        [Fact]
        public async Task Another_handler_is_within_the_retries()
        {
            var seen = new Counter();
            using var provider = Provider(3, builder => builder.AddHttpMessageHandler(() => seen));
            var answer = provider.GetRequiredService<MistralClient>().AskAsync();

            await _clock.NextTimerAsync();
            _clock.Advance(await _clock.NextTimerAsync());

            Assert.Equal("OK", await answer);
            Assert.Equal(2, seen.Count);
        }

        [Fact]
        [Trait("Spec", "beyond")]
        public async Task Other_clients_of_the_factory_are_left_alone()
        {
            using var provider = Provider(3, builder =>
            {
                builder.Services.AddHttpClient("other").ConfigurePrimaryHttpMessageHandler(() => _server);
                return builder;
            });
            using var other = provider.GetRequiredService<IHttpClientFactory>().CreateClient("other");

            var response = await other.GetAsync(new Uri("https://other.example"), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        private async Task AssertNoRetryAsync(int maxRetries, Func<IHttpClientBuilder, IHttpClientBuilder> configure)
        {
            using var provider = Provider(maxRetries, configure);

            var refusal = await Assert.ThrowsAsync<MistralException>(() => provider.GetRequiredService<MistralClient>().AskAsync());

            Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
            Assert.Single(_server.Messages);
        }

        private ServiceProvider Provider(int maxRetries, Func<IHttpClientBuilder, IHttpClientBuilder>? configure = null)
        {
            var services = new ServiceCollection();
            var builder = services.AddMistralClient(options => (options.ApiKey, options.MaxRetries, options.Clock) = ("test-key", maxRetries, _clock))
                .ConfigurePrimaryHttpMessageHandler(() => _server);
            configure?.Invoke(builder);
            return services.BuildServiceProvider();
        }

        private sealed class Derived : Microsoft.Extensions.Http.Resilience.ResilienceHandler;

        private sealed class Counter : DelegatingHandler
        {
            internal int Count { get; private set; }

            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                Count++;
                return base.SendAsync(request, cancellationToken);
            }
        }
    }
}

// Handlers by the names they have in packages the library does not depend on.
#pragma warning disable IDE0130
namespace Microsoft.Extensions.Http.Resilience
{
    internal class ResilienceHandler : DelegatingHandler;
}

namespace Microsoft.Extensions.Http
{
    internal sealed class PolicyHttpMessageHandler : DelegatingHandler;
}
#pragma warning restore IDE0130
