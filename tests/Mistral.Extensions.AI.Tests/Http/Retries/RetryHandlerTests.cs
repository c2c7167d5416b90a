using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Http.Content;
using Mistral.Extensions.AI.Http.Retries;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Retries;

/// <summary>Which failures are retried, how often, and after which delays.</summary>
public sealed class RetryHandlerTests
{
    private readonly List<ObservedResponse> _responses = [];

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(529)]
    public async Task Transient_failures_are_retried(int status)
    {
        var (response, delays) = await SendAsync(3, RespondWith(status), RespondWith(200));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(delays);
        Assert.True(_responses[0].IsDisposed);
        Assert.False(_responses[1].IsDisposed);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task Permanent_errors_are_not_retried(int status)
    {
        var (response, delays) = await SendAsync(3, RespondWith(status), RespondWith(200));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(delays);
        Assert.False(_responses[0].IsDisposed);
    }

    [Fact]
    public async Task Connection_failure_is_retried()
    {
        var (response, delays) = await SendAsync(3, _ => throw new HttpRequestException("reset"), RespondWith(200));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(delays);
    }

    [Fact]
    public async Task Last_response_is_returned_when_every_attempt_fails()
    {
        var (response, delays) = await SendAsync(2, RespondWith(500), RespondWith(502), RespondWith(503), RespondWith(200));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(2, delays.Count);
        Assert.Equal([true, true, false], _responses.Select(response => response.IsDisposed));
    }

    [Fact]
    public async Task Last_exception_is_thrown_when_every_attempt_fails()
    {
        var exception = await Assert.ThrowsAsync<HttpRequestException>(
            () => SendAsync(1, _ => throw new HttpRequestException("first"), _ => throw new HttpRequestException("second")));

        Assert.Equal("second", exception.Message);
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("0.25", 0.25)]
    [InlineData("60", 60)]
    [InlineData("Fri, 01 May 2026 12:00:07 GMT", 7)]
    public async Task RetryAfter_header_sets_the_delay(string retryAfter, double seconds)
    {
        var (_, delays) = await SendAsync(3, RespondWith(429, ("Retry-After", retryAfter)), RespondWith(200));

        Assert.Equal([TimeSpan.FromSeconds(seconds)], delays);
    }

    [Theory]
    [InlineData("61")]
    [InlineData("Sat, 02 May 2026 12:00:00 GMT")]
    public async Task Response_with_RetryAfter_beyond_one_minute_is_not_retried(string retryAfter)
    {
        var (response, delays) = await SendAsync(3, RespondWith(429, ("Retry-After", retryAfter)), RespondWith(200));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Empty(delays);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("Fri, 01 May 2026 11:00:00 GMT")]
    public async Task Invalid_or_past_RetryAfter_falls_back_to_the_default_delay(string retryAfter)
    {
        var (response, delays) = await SendAsync(3, RespondWith(503, ("Retry-After", retryAfter)), RespondWith(200));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(Assert.Single(delays), TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Rate_limit_of_zero_is_not_retried()
    {
        var (response, delays) = await SendAsync(3, RespondWith(429, ("x-ratelimit-limit-req-minute", "0")), RespondWith(200));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Empty(delays);
    }

    [Fact]
    public async Task Delays_grow_up_to_30_seconds()
    {
        var (_, delays) = await SendAsync(10, RespondWith(500));

        Assert.Equal(10, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(delays.Skip(7).Sum(delay => delay.TotalSeconds) > delays.Take(3).Sum(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task Delays_have_jitter()
    {
        var first = await SendAsync(8, RespondWith(500));
        var second = await SendAsync(8, RespondWith(500));

        Assert.NotEqual(first.Delays, second.Delays);
    }

    [Fact]
    public async Task Delay_can_be_canceled()
    {
        using var cancellation = new CancellationTokenSource();
        var timeProvider = new ManualTimeProvider();
        using var invoker = new HttpMessageInvoker(
            new RetryHandler(3, timeProvider, NullLogger.Instance) { InnerHandler = CreateServer(RespondWith(500)) });
        var sending = invoker.SendAsync(CreateRequest(), cancellation.Token);
        await timeProvider.WaitForTimerAsync();

        // The failed response is released before the delay, not after it.
        Assert.True(Assert.Single(_responses).IsDisposed);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Single(_responses);
    }

    [Fact]
    public async Task Same_body_is_sent_on_every_attempt()
    {
        var server = new RecordingHandler();

        await SendAsync(2, server);

        Assert.Equal(3, server.Bodies.Count);
        Assert.NotEmpty(server.Bodies[0]);
        Assert.All(server.Bodies, body => Assert.Equal(server.Bodies[0], body));
    }

    private static Func<HttpRequestMessage, ObservedResponse> RespondWith(int status, params (string Name, string Value)[] headers) => _ =>
    {
        var response = new ObservedResponse(status);
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    };

    private static HttpRequestMessage CreateRequest() => new(HttpMethod.Post, "https://api.mistral.ai/v1/chat/completions")
    {
        Content = JsonRequestContent.Create(TestCalls.ChatRequest),
    };

    private StubHandler CreateServer(params Func<HttpRequestMessage, ObservedResponse>[] responses)
    {
        var attempt = 0;
        return new(request =>
        {
            var response = responses[Math.Min(attempt++, responses.Length - 1)](request);
            _responses.Add(response);
            return response;
        });
    }

    private Task<(HttpResponseMessage Response, List<TimeSpan> Delays)> SendAsync(
        int maxRetries, params Func<HttpRequestMessage, ObservedResponse>[] responses) => SendAsync(maxRetries, CreateServer(responses));

    /// <summary>Sends one request and ends each delay as soon as it starts.</summary>
    private static async Task<(HttpResponseMessage Response, List<TimeSpan> Delays)> SendAsync(int maxRetries, HttpMessageHandler server)
    {
        var timeProvider = new ManualTimeProvider();
        var delays = new List<TimeSpan>();
        using var invoker = new HttpMessageInvoker(
            new RetryHandler(maxRetries, timeProvider, NullLogger.Instance) { InnerHandler = server });
        using var request = CreateRequest();
        var sending = invoker.SendAsync(request, TestContext.Current.CancellationToken);
        while (!sending.IsCompleted)
        {
            var delay = timeProvider.WaitForTimerAsync().AsTask();
            if (await Task.WhenAny(sending, delay) == sending)
                break;
            delays.Add(await delay);
            timeProvider.Advance(delays[^1]);
        }

        return (await sending, delays);
    }

    private sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.Run(() => respond(request), cancellationToken);
    }

    private sealed class RecordingHandler : HttpMessageHandler
    {
        internal List<byte[]> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var copy = new MemoryStream();
            await request.Content!.CopyToAsync(copy, cancellationToken);
            Bodies.Add(copy.ToArray());
            return new(HttpStatusCode.ServiceUnavailable);
        }
    }

    private sealed class ObservedResponse(int status) : HttpResponseMessage((HttpStatusCode)status)
    {
        internal bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
