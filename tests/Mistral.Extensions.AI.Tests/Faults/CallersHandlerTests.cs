using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Retries around handlers of the caller's: nobody retries twice, and each attempt begins like the first.</summary>
public sealed class CallersHandlerTests
{
    private static readonly string Answer = StubServer.Completion("""{"role":"assistant","content":"OK"}""");

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_handler_of_the_callers_that_retries_nothing_is_retried_twice(bool breaks)
    {
        var server = breaks ? new StubServer().Then(() => throw new HttpRequestException("reset")) : RetriedCalls.Busy();
        using var provider = _clock.Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Persistent(3)));

        var (exception, waits) = await _clock.FailAsync(provider, "chat");

        Assert.Equal(breaks ? null : HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(waits);
        Assert.Equal(3, server.Messages.Count);
    }

    [Fact]
    public async Task A_handler_of_the_callers_that_retries_other_things_leaves_ours_to_us()
    {
        var server = RetriedCalls.Busy().Then(Answer);
        using var provider = _clock.Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Persistent(1)));
        var answer = provider.GetRequiredService<MistralClient>().AskAsync();

        await _clock.NextTimerAsync();
        _clock.Advance(await _clock.NextTimerAsync());

        Assert.Equal("OK", await answer);
    }

    [Fact]
    [Trait("Spec", "beyond")]
    public async Task A_handler_of_the_callers_that_changes_the_body_gets_the_first_one_each_time()
    {
        var server = RetriedCalls.Busy();
        using var provider = _clock.Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Wrapping()));

        var (_, waits) = await _clock.FailAsync(provider, "chat");

        Assert.Equal(3, waits.Count);
        Assert.Equal(4, server.Bodies.Count);
        Assert.All(server.Bodies, body => JsonAssert.Equal($$"""{"wrapped":{{server.Bodies[0]!["wrapped"]}}}""", body!));
        Assert.Equal(Routes.Secret, (string?)server.Bodies[3]!["wrapped"]!["messages"]![0]!["content"]);
    }

    [Fact]
    [Trait("Spec", "beyond")]
    public async Task A_body_that_cannot_be_sent_twice_is_sent_once()
    {
        var server = RetriedCalls.Busy();
        using var provider = _clock.Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Wrapping(disposes: true)));

        var (exception, waits) = await _clock.FailAsync(provider, "chat");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(waits);
        Assert.Single(server.Messages);
    }

    /// <summary>Puts something around the body, as handlers that pack or sign do.</summary>
    private sealed class Wrapping(bool disposes = false) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content!;
            request.Content = new StringContent($$"""{"wrapped":{{await body.ReadAsStringAsync(cancellationToken)}}}""");
            if (disposes)
                body.Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Sends on a copy, as handlers that retry often do, until it works or it has had enough.</summary>
    private sealed class Persistent(int attempts) : DelegatingHandler
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
                    // Once more.
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
