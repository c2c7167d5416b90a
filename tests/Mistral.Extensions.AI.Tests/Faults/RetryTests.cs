using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Retries through a whole client: what they cost in time, and whom they leave alone.</summary>
public sealed class RetryTests
{
    private readonly ManualClock _clock = new();

    public static MatrixTheoryData<string, string> AskedWaitsAndRoutes =>
        new(["30", "29.5", "Fri, 01 May 2026 12:00:30 GMT", "3000000000", "Fri, 01 May 2099 12:00:00 GMT"], Routes.Names);

    public static MatrixTheoryData<int, string> RefusalsAndRoutes => new([400, 401, 403, 404, 405, 409, 413, 422, 501], Routes.Names);

    public static TheoryData<string> Names => [.. Routes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task On_every_route_what_passes_is_sent_again(string route)
    {
        var server = RetriedCalls.Busy().Then("""{"message":"No"}""", HttpStatusCode.BadRequest);
        using var provider = _clock.Provider(server);

        var (exception, waits) = await _clock.FailAsync(provider, route);

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.Single(waits);
        Assert.Equal(2, server.Messages.Count);
    }

    [Theory]
    [MemberData(nameof(AskedWaitsAndRoutes))]
    public async Task Where_the_server_asks_for_more_than_the_time_that_is_left_the_refusal_comes_at_once(string retryAfter, string route)
    {
        var server = RetriedCalls.Busy(("Retry-After", retryAfter));
        using var provider = _clock.Provider(server, timeout: 29);

        var (exception, waits) = await _clock.FailAsync(provider, route);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(waits);
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task What_is_left_is_counted_from_the_first_attempt()
    {
        var server = RetriedCalls.Busy(("Retry-After", "8"));
        using var provider = _clock.Provider(server, timeout: 20);

        var (exception, waits) = await _clock.FailAsync(provider, "chat");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Equal([8, 8], waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_wait_of_our_own_that_the_time_out_ends_does_not_hide_the_refusal()
    {
        var server = RetriedCalls.Busy();
        using var provider = _clock.Provider(server, timeout: 0.001);

        var (exception, _) = await _clock.FailAsync(provider, "chat");

        Assert.Equal("POST /v1/chat/completions: No answer within 0.001 seconds. An earlier attempt had failed (HTTP 503).", exception.Message);
        Assert.Single(server.Messages);
    }

    [Theory]
    [MemberData(nameof(RefusalsAndRoutes))]
    public async Task What_is_refused_for_good_is_sent_once(int status, string route)
    {
        var server = StubServer.Answering("{}", (HttpStatusCode)status);
        using var provider = _clock.Provider(server);

        var (exception, waits) = await _clock.FailAsync(provider, route);

        Assert.Equal(status, (int)exception.StatusCode!);
        Assert.Empty(waits);
        Assert.Single(server.Messages);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_sent_again_after_the_first_byte(string route)
    {
        var server = new StubServer().Then(() => ScriptedBody.Breaking(new IOException("reset"), "{").Response());
        using var provider = _clock.Provider(server);

        var (_, waits) = await _clock.FailAsync(provider, route);

        Assert.Empty(waits);
        Assert.Single(server.Messages);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_sent_again_for_who_has_given_up(string route)
    {
        var server = new StubServer();
        using var cancel = new CancellationTokenSource();
        // The connection breaks because the caller hangs up, and says so in its own words.
        server.Then(() =>
        {
            cancel.Cancel();
            throw new HttpRequestException("aborted");
        });
        using var provider = _clock.Provider(server);

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => provider.GetRequiredService<MistralClient>().CallAsync(route, cancel.Token));

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Single(server.Messages);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whoever_gives_up_during_a_wait_gets_his_cancellation_and_nothing_is_sent(string route)
    {
        var server = RetriedCalls.Busy();
        using var cancel = new CancellationTokenSource();
        using var provider = _clock.Provider(server);
        var call = provider.GetRequiredService<MistralClient>().CallAsync(route, cancel.Token);
        await _clock.NextTimerAsync();
        await _clock.NextTimerAsync();

        await cancel.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Single(server.Messages);
    }
}
