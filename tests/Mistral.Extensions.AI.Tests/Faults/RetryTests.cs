using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>Retries through a whole client: what they cost in time, whom they leave alone, and that nobody retries twice.</summary>
public sealed class RetryTests
{
    private static readonly string Answer = StubServer.Completion("""{"role":"assistant","content":"OK"}""");

    private readonly ManualClock _clock = new();

    public static MatrixTheoryData<string, string> AskedWaitsAndRoutes =>
        new(["30", "29.5", "Fri, 01 May 2026 12:00:30 GMT", "3000000000", "Fri, 01 May 2099 12:00:00 GMT"], Routes.Names);

    public static MatrixTheoryData<int, string> RefusalsAndRoutes => new([400, 401, 403, 404, 405, 409, 413, 422, 501], Routes.Names);

    public static TheoryData<string> Names => [.. Routes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task On_every_route_what_passes_is_sent_again(string route)
    {
        var server = Busy().Then("""{"message":"No"}""", HttpStatusCode.BadRequest);
        using var provider = Provider(server);

        var (exception, waits) = await FailAsync(provider, route);

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.Single(waits);
        Assert.Equal(2, server.Messages.Count);
    }

    [Theory]
    [MemberData(nameof(AskedWaitsAndRoutes))]
    public async Task Where_the_server_asks_for_more_than_the_time_that_is_left_the_refusal_comes_at_once(string retryAfter, string route)
    {
        var server = Busy(("Retry-After", retryAfter));
        using var provider = Provider(server, timeout: 29);

        var (exception, waits) = await FailAsync(provider, route);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(waits);
        Assert.Single(server.Messages);
    }

    [Fact]
    public async Task What_is_left_is_counted_from_the_first_attempt()
    {
        var server = Busy(("Retry-After", "8"));
        using var provider = Provider(server, timeout: 20);

        var (exception, waits) = await FailAsync(provider, "chat");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Equal([8, 8], waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_wait_of_our_own_that_the_time_out_ends_does_not_hide_the_refusal()
    {
        var server = Busy();
        using var provider = Provider(server, timeout: 0.001);

        var (exception, _) = await FailAsync(provider, "chat");

        Assert.Equal("POST /v1/chat/completions: No answer within 0.001 seconds. An earlier attempt had failed (HTTP 503).", exception.Message);
        Assert.Single(server.Messages);
    }

    [Theory]
    [MemberData(nameof(RefusalsAndRoutes))]
    public async Task What_is_refused_for_good_is_sent_once(int status, string route)
    {
        var server = StubServer.Answering("{}", (HttpStatusCode)status);
        using var provider = Provider(server);

        var (exception, waits) = await FailAsync(provider, route);

        Assert.Equal(status, (int)exception.StatusCode!);
        Assert.Empty(waits);
        Assert.Single(server.Messages);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_sent_again_after_the_first_byte(string route)
    {
        var server = new StubServer().Then(() => ScriptedBody.Breaking(new IOException("reset"), "{").Response());
        using var provider = Provider(server);

        var (_, waits) = await FailAsync(provider, route);

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
        using var provider = Provider(server);

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => provider.GetRequiredService<MistralClient>().CallAsync(route, cancel.Token));

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Single(server.Messages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_handler_of_the_callers_that_retries_nothing_is_retried_twice(bool breaks)
    {
        var server = breaks ? new StubServer().Then(() => throw new HttpRequestException("reset")) : Busy();
        using var provider = Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Persistent(3)));

        var (exception, waits) = await FailAsync(provider, "chat");

        Assert.Equal(breaks ? null : HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(waits);
        Assert.Equal(3, server.Messages.Count);
    }

    [Fact]
    public async Task A_handler_of_the_callers_that_retries_other_things_leaves_ours_to_us()
    {
        var server = Busy().Then(Answer);
        using var provider = Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Persistent(1)));
        var answer = provider.GetRequiredService<MistralClient>().AskAsync();

        await _clock.NextTimerAsync();
        _clock.Advance(await _clock.NextTimerAsync());

        Assert.Equal("OK", await answer);
    }

    [Fact]
    public async Task A_handler_of_the_callers_that_changes_the_body_gets_the_first_one_each_time()
    {
        var server = Busy();
        using var provider = Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Wrapping()));

        var (_, waits) = await FailAsync(provider, "chat");

        Assert.Equal(3, waits.Count);
        Assert.Equal(4, server.Bodies.Count);
        Assert.All(server.Bodies, body => JsonAssert.Equal($$"""{"wrapped":{{server.Bodies[0]!["wrapped"]}}}""", body!));
        Assert.Equal(Routes.Secret, (string?)server.Bodies[3]!["wrapped"]!["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task A_body_that_cannot_be_sent_twice_is_sent_once()
    {
        var server = Busy();
        using var provider = Provider(server, add: builder => builder.AddHttpMessageHandler(() => new Wrapping(disposes: true)));

        var (exception, waits) = await FailAsync(provider, "chat");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exception.StatusCode);
        Assert.Empty(waits);
        Assert.Single(server.Messages);
    }

    private static StubServer Busy(params (string Name, string Value)[] headers) =>
        new StubServer().Then(() => new Refusal(503, """{"message":"Busy"}""", "Busy").Response(headers));

    /// <summary>Calls, and lets each wait pass as soon as it begins.</summary>
    private async Task<(MistralException Exception, List<TimeSpan> Waits)> FailAsync(IServiceProvider provider, string route)
    {
        var waits = new List<TimeSpan>();
        var call = provider.GetRequiredService<MistralClient>().CallAsync(route);
        // The time-out of the call.
        await _clock.NextTimerAsync();
        while (!call.IsCompleted)
        {
            var wait = _clock.NextTimerAsync().AsTask();
            if (await Task.WhenAny(call, wait) == call)
                break;

            waits.Add(await wait);
            _clock.Advance(waits[^1]);
        }

        return (await Assert.ThrowsAsync<MistralException>(() => call), waits);
    }

    private ServiceProvider Provider(StubServer server, double timeout = 300, Func<IHttpClientBuilder, IHttpClientBuilder>? add = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddMistralClient(options =>
                (options.ApiKey, options.Clock, options.Timeout) = ("test-key", _clock, TimeSpan.FromSeconds(timeout)))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        add?.Invoke(builder);
        return services.BuildServiceProvider();
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
