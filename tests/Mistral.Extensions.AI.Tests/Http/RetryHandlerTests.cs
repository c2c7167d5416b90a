using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Mistral.Extensions.AI.Chat;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>What is sent again, how often, and after how long.</summary>
public sealed class RetryHandlerTests
{
    private readonly List<TestResponse> _answers = [];

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(529)]
    public async Task What_passes_is_sent_again(int status)
    {
        var (response, delays) = await SendAsync(3, Status(status), Status(200));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(delays);
        Assert.True(_answers[0].IsDisposed);
        Assert.False(_answers[1].IsDisposed);
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
    public async Task What_does_not_pass_is_not_sent_again(int status)
    {
        var (response, delays) = await SendAsync(3, Status(status), Status(200));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(delays);
        Assert.False(_answers[0].IsDisposed);
    }

    [Fact]
    public async Task A_connection_that_fails_is_tried_again()
    {
        var (response, delays) = await SendAsync(3, _ => throw new HttpRequestException("reset"), Status(200));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(delays);
    }

    [Fact]
    public async Task The_last_answer_is_the_one_that_counts()
    {
        var (response, delays) = await SendAsync(2, Status(500), Status(502), Status(503), Status(200));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(2, delays.Count);
        Assert.Equal([true, true, false], _answers.Select(answer => answer.IsDisposed));
    }

    [Fact]
    public async Task The_last_failure_is_the_one_that_counts()
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
    public async Task The_server_says_how_long_to_wait(string retryAfter, double seconds)
    {
        var (_, delays) = await SendAsync(3, Status(429, ("Retry-After", retryAfter)), Status(200));

        Assert.Equal([TimeSpan.FromSeconds(seconds)], delays);
    }

    [Theory]
    [InlineData("61")]
    [InlineData("Sat, 02 May 2026 12:00:00 GMT")]
    public async Task A_server_that_asks_for_too_long_is_not_asked_again(string retryAfter)
    {
        var (response, delays) = await SendAsync(3, Status(429, ("Retry-After", retryAfter)), Status(200));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Empty(delays);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("Fri, 01 May 2026 11:00:00 GMT")]
    public async Task Where_the_server_says_nothing_of_use_the_wait_is_our_own(string retryAfter)
    {
        var (response, delays) = await SendAsync(3, Status(503, ("Retry-After", retryAfter)), Status(200));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(Assert.Single(delays), TimeSpan.FromTicks(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_plan_without_the_model_is_not_asked_again()
    {
        var (response, delays) = await SendAsync(3, Status(429, ("x-ratelimit-limit-req-minute", "0")), Status(200));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Empty(delays);
    }

    [Fact]
    public async Task The_waits_grow_and_never_exceed_half_a_minute()
    {
        var (_, delays) = await SendAsync(10, Status(500));

        Assert.Equal(10, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.True(delays.Skip(7).Sum(delay => delay.TotalSeconds) > delays.Take(3).Sum(delay => delay.TotalSeconds));
    }

    [Fact]
    public async Task Two_clients_that_fail_together_do_not_come_back_together()
    {
        var first = await SendAsync(8, Status(500));
        var second = await SendAsync(8, Status(500));

        Assert.NotEqual(first.Delays, second.Delays);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var clock = new ManualClock();
        using var invoker = new HttpMessageInvoker(new RetryHandler(3, clock, NullLogger.Instance) { InnerHandler = Server(Status(500)) });
        var sending = invoker.SendAsync(Request(), cancel.Token);
        await clock.NextTimerAsync();

        // Nothing is held while nothing happens.
        Assert.True(Assert.Single(_answers).IsDisposed);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Single(_answers);
    }

    [Fact]
    public async Task The_same_bytes_are_sent_each_time()
    {
        var failing = new Recorder();

        await SendAsync(2, failing);

        Assert.Equal(3, failing.Bodies.Count);
        Assert.NotEmpty(failing.Bodies[0]);
        Assert.All(failing.Bodies, body => Assert.Equal(failing.Bodies[0], body));
    }

    private static Func<HttpRequestMessage, TestResponse> Status(int status, params (string Name, string Value)[] headers) => _ =>
    {
        var response = new TestResponse(status);
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    };

    private static HttpRequestMessage Request() => new(HttpMethod.Post, "https://api.mistral.ai/v1/chat/completions")
    {
        Content = JsonRequestContent.Create(Calls.Request, ChatJson.Default.ChatCompletionRequest),
    };

    private StubHandler Server(params Func<HttpRequestMessage, TestResponse>[] answers)
    {
        var attempt = 0;
        return new(request =>
        {
            var answer = answers[Math.Min(attempt++, answers.Length - 1)](request);
            _answers.Add(answer);
            return answer;
        });
    }

    private Task<(HttpResponseMessage Response, List<TimeSpan> Delays)> SendAsync(
        int maxRetries, params Func<HttpRequestMessage, TestResponse>[] answers) => SendAsync(maxRetries, Server(answers));

    /// <summary>Sends one request; each wait is over as soon as it has begun.</summary>
    private static async Task<(HttpResponseMessage Response, List<TimeSpan> Delays)> SendAsync(int maxRetries, HttpMessageHandler server)
    {
        var clock = new ManualClock();
        var delays = new List<TimeSpan>();
        using var invoker = new HttpMessageInvoker(new RetryHandler(maxRetries, clock, NullLogger.Instance) { InnerHandler = server });
        using var request = Request();
        var sending = invoker.SendAsync(request, TestContext.Current.CancellationToken);
        while (!sending.IsCompleted)
        {
            var wait = clock.NextTimerAsync().AsTask();
            if (await Task.WhenAny(sending, wait) == sending)
                break;
            delays.Add(await wait);
            clock.Advance(delays[^1]);
        }

        return (await sending, delays);
    }

    private sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.Run(() => answer(request), cancellationToken);
    }

    private sealed class Recorder : HttpMessageHandler
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

    private sealed class TestResponse(int status) : HttpResponseMessage((HttpStatusCode)status)
    {
        internal bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
