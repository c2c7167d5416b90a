using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Retries in a pipeline with custom message handlers: retries are not multiplied, and each attempt starts with the original request.
/// </summary>
public sealed class CustomHandlerRetryTests
{
    private static readonly string Completion = StubServer.Completion("""{"role":"assistant","content":"OK"}""");

    private readonly ManualTimeProvider _timeProvider = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retrying_custom_handler_disables_built_in_retries(bool throws)
    {
        var server = throws ? new StubServer().Then(() => throw new HttpRequestException("reset")) : RetryScenarios.CreateBusyServer();
        using var provider = CreateServiceProvider(server, new RetryingHandler(3));

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, "chat");

        Assert.Equal(throws ? null : HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(delays);
        Assert.Equal(3, server.RequestMessages.Count);
    }

    [Fact]
    public async Task Custom_handler_that_does_not_retry_keeps_built_in_retries()
    {
        var server = RetryScenarios.CreateBusyServer().Then(Completion);
        using var provider = CreateServiceProvider(server, new RetryingHandler(1));
        var call = provider.GetRequiredService<MistralClient>().CompleteTextAsync();

        await _timeProvider.WaitForTimerAsync();
        _timeProvider.Advance(await _timeProvider.WaitForTimerAsync());

        Assert.Equal("OK", await call);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Custom_handler_that_wraps_the_body_gets_the_original_body_on_every_attempt()
    {
        var server = RetryScenarios.CreateBusyServer();
        using var provider = CreateServiceProvider(server, new BodyWrappingHandler());

        var (_, delays) = await _timeProvider.CallUntilErrorAsync(provider, "chat");

        Assert.Equal(3, delays.Count);
        Assert.Equal(4, server.RequestBodies.Count);
        Assert.All(server.RequestBodies, body => JsonAssert.Equal($$"""{"wrapped":{{server.RequestBodies[0]!["wrapped"]}}}""", body!));
        Assert.Equal(ApiOperations.SecretText, (string?)server.RequestBodies[3]!["wrapped"]!["messages"]![0]!["content"]);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Request_with_a_disposed_body_is_not_retried()
    {
        var server = RetryScenarios.CreateBusyServer();
        using var provider = CreateServiceProvider(server, new BodyWrappingHandler(disposeOriginal: true));

        var (exception, delays) = await _timeProvider.CallUntilErrorAsync(provider, "chat");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(delays);
        Assert.Single(server.RequestMessages);
    }

    [Fact]
    public async Task Stream_is_read_after_a_custom_handler_removed_the_body()
    {
        using var provider = CreateServiceProvider(
            StubServer.WithStream(StubServer.Chunk("""{"content":"OK"}""", "stop")), new BodyRemovingHandler());

        Assert.Equal("OK", await provider.GetRequiredService<MistralClient>().StreamTextAsync());
    }

    private ServiceProvider CreateServiceProvider(StubServer server, DelegatingHandler customHandler) =>
        _timeProvider.CreateServiceProvider(server, configure: builder => builder.AddHttpMessageHandler(() => customHandler));

    /// <summary>Replaces the body by one that contains it, like handlers that compress or sign.</summary>
    private sealed class BodyWrappingHandler(bool disposeOriginal = false) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content!;
            request.Content = new StringContent($$"""{"wrapped":{{await body.ReadAsStringAsync(cancellationToken)}}}""");
            if (disposeOriginal)
                body.Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Removes the body after the request was sent.</summary>
    private sealed class BodyRemovingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            request.Content = null;
            return response;
        }
    }

    /// <summary>Sends a copy of the request until it succeeds or the attempts are used up. Many retrying handlers send a copy.</summary>
    private sealed class RetryingHandler(int attempts) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var response = await base.SendAsync(await CopyAsync(request, cancellationToken), cancellationToken);
                    if (response.IsSuccessStatusCode || attempt >= attempts)
                        return response;
                }
                catch (HttpRequestException) when (attempt < attempts)
                {
                    // The next attempt follows.
                }
            }
        }

        private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri)
            {
                Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken)),
            };
            foreach (var (name, values) in request.Headers)
                copy.Headers.TryAddWithoutValidation(name, values);
            foreach (var (name, value) in request.Options)
                ((IDictionary<string, object?>)copy.Options)[name] = value;
            return copy;
        }
    }
}
