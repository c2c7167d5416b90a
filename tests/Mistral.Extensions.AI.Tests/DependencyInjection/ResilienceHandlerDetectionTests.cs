using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.DependencyInjection
{
    /// <summary>Requests are retried either by the library or by the caller's resilience handler, never by both.</summary>
    public sealed class ResilienceHandlerDetectionTests
    {
        private readonly ManualTimeProvider _timeProvider = new();
        private readonly StubServer _server = new StubServer()
            .Then("{}", HttpStatusCode.ServiceUnavailable)
            .Then(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));

        [Fact]
        public async Task Transient_failure_is_retried_by_default()
        {
            using var provider = CreateServiceProvider(3);
            var call = provider.GetRequiredService<MistralClient>().CompleteTextAsync();

            // The first timer is the timeout of the call, the second is the delay before the retry.
            await _timeProvider.WaitForTimerAsync();
            _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

            Assert.Equal("OK", await call);
            Assert.Equal(2, _server.RequestMessages.Count);
        }

        [Fact]
        public Task Transient_failure_is_not_retried_when_MaxRetries_is_0() => AssertNoRetryAsync(0, builder => builder);

        [Fact]
        public Task Transient_failure_is_not_retried_with_a_resilience_handler() =>
            AssertNoRetryAsync(
                3, builder => builder.AddHttpMessageHandler(() => new Microsoft.Extensions.Http.Resilience.ResilienceHandler()));

        [Fact]
        public Task Transient_failure_is_not_retried_with_a_PolicyHttpMessageHandler() =>
            AssertNoRetryAsync(3, builder => builder.AddHttpMessageHandler(() => new Microsoft.Extensions.Http.PolicyHttpMessageHandler()));

        [Fact]
        public Task Transient_failure_is_not_retried_with_a_derived_resilience_handler() =>
            AssertNoRetryAsync(3, builder => builder.AddHttpMessageHandler(() => new DerivedResilienceHandler()));

        [Fact]
        public Task Transient_failure_is_not_retried_with_a_resilience_handler_as_primary_handler() =>
            AssertNoRetryAsync(3, builder => builder.ConfigurePrimaryHttpMessageHandler(
                () => new CountingHandler
                {
                    InnerHandler = new Microsoft.Extensions.Http.Resilience.ResilienceHandler { InnerHandler = _server },
                }));

        [Fact]
        public Task Transient_failure_is_not_retried_with_a_resilience_handler_for_all_clients()
        {
            return AssertNoRetryAsync(3, builder =>
            {
                builder.Services.ConfigureHttpClientDefaults(defaults =>
                    defaults.AddHttpMessageHandler(() => new Microsoft.Extensions.Http.Resilience.ResilienceHandler()));
                return builder;
            });
        }

        [Fact]
        public async Task Custom_handler_runs_on_every_attempt()
        {
            var handler = new CountingHandler();
            using var provider = CreateServiceProvider(3, builder => builder.AddHttpMessageHandler(() => handler));
            var call = provider.GetRequiredService<MistralClient>().CompleteTextAsync();

            await _timeProvider.WaitForTimerAsync();
            _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

            Assert.Equal("OK", await call);
            Assert.Equal(2, handler.Count);
        }

        [Fact]
        [Trait("Spec", "not-in-openapi")]
        public async Task Other_HttpClients_of_the_factory_are_not_retried()
        {
            using var provider = CreateServiceProvider(3, builder =>
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
            using var provider = CreateServiceProvider(maxRetries, configure);

            var exception = await Assert.ThrowsAsync<MistralException>(
                () => provider.GetRequiredService<MistralClient>().CompleteTextAsync());

            Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
            Assert.Single(_server.RequestMessages);
        }

        private ServiceProvider CreateServiceProvider(int maxRetries, Func<IHttpClientBuilder, IHttpClientBuilder>? configure = null)
        {
            var services = new ServiceCollection();
            var builder = services.AddMistralClient(
                options => (options.ApiKey, options.MaxRetries, options.TimeProvider) = ("test-key", maxRetries, _timeProvider))
                .ConfigurePrimaryHttpMessageHandler(() => _server);
            configure?.Invoke(builder);
            return services.BuildServiceProvider();
        }

        private sealed class DerivedResilienceHandler : Microsoft.Extensions.Http.Resilience.ResilienceHandler;

        private sealed class CountingHandler : DelegatingHandler
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

// Handlers with the type names of packages that the library does not depend on.
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
