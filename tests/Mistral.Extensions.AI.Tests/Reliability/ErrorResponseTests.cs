using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Whatever a refusal looks like and whatever was asked, a caller reads the same exception.</summary>
public sealed class ErrorResponseTests
{
    private static readonly (string, string)[] Headers =
    [
        ("mistral-correlation-id", "019b"), ("Retry-After", "7"), ("x-ratelimit-limit-req-minute", "60"), ("x-ratelimit-remaining-req-minute", "0"),
    ];

    public static MatrixTheoryData<string, string> SamplesAndOperations => new(ErrorSample.Observed.Keys, ApiOperations.Names);

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    [Theory]
    [MemberData(nameof(SamplesAndOperations))]
    public async Task Every_error_response_throws_MistralException_for_every_operation(string sample, string operation)
    {
        var refusal = ErrorSample.Observed[sample];

        var exception = await ExpectErrorAsync(refusal.CreateServer(Headers), operation);

        Assert.Equal(
            (refusal.Status, refusal.Code, refusal.Type, refusal.Param, refusal.Guardrails, "019b", TimeSpan.FromSeconds(7)),
            ((int)exception.StatusCode!, exception.Code, exception.ErrorType, exception.Param, exception.Guardrails?.GetRawText(), exception.RequestId, exception.RetryAfter));
        Assert.Equal(new MistralRateLimit { RequestsPerMinute = 60, RemainingRequests = 0 }, exception.RateLimit);
        var code = refusal.Code is null ? "" : $", code {refusal.Code}";
        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: {refusal.Message}", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($" (HTTP {refusal.Status}{code}, correlation id 019b)", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SamplesAndOperations))]
    public async Task Exception_does_not_contain_request_content(string sample, string operation)
    {
        var exception = await ExpectErrorAsync(ErrorSample.Observed[sample].CreateServer(), operation);

        // The page of a proxy is kept for whoever asks for it.
        var said = exception.ToString() + (ErrorSample.Observed[sample].ContentType is "text/html" ? "" : exception.ResponseBody);
        Assert.DoesNotContain(ApiOperations.SecretText, said, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 10, 400);
        Assert.InRange(exception.ResponseBody?.Length ?? 0, 0, 2001);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Partial_key_in_a_truncated_error_response_is_redacted(string operation)
    {
        const string Key = "sk-0123456789abcdefghijklmnopqrstuv";
        for (var length = 4; length <= Key.Length; length++)
        {
            var body = ScriptedResponseStream.Failing(new IOException("reset"), $"I do not know {Key[..length]}");

            var exception = await ExpectErrorAsync(new StubServer().Then(() => body.ToResponse("text/plain", HttpStatusCode.Unauthorized)), operation, Key);

            Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: I do not know ***.", exception.Message, StringComparison.Ordinal);
            Assert.Equal("I do not know ***", exception.ResponseBody);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Truncated_error_response_reports_the_received_message(string operation)
    {
        var body = ScriptedResponseStream.Failing(new IOException("reset"), """{"message":"Too long","code":"3051","detail":[{"loc":""");

        var exception = await ExpectErrorAsync(new StubServer().Then(() => body.ToResponse(status: HttpStatusCode.UnprocessableEntity)), operation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "3051"), (exception.StatusCode, exception.Code));
        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: Too long.", exception.Message, StringComparison.Ordinal);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Stalled_error_response_is_reported_at_the_timeout(string operation)
    {
        var clock = new ManualTimeProvider();
        var body = ScriptedResponseStream.Stalled("""{"message":"Too long","code":"3051","detail":[""");
        var call = ExpectErrorAsync(new StubServer().Then(() => body.ToResponse(status: HttpStatusCode.UnprocessableEntity)), operation, clock: clock);

        clock.Advance(await clock.WaitForTimerAsync());

        var exception = await call;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "3051"), (exception.StatusCode, exception.Code));
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Endless_error_response_is_read_only_in_part(string operation)
    {
        var body = new EndlessResponseStream("""{"message":"Too long","more":" """u8.ToArray(), (byte)'x');

        var exception = await ExpectErrorAsync(new StubServer().Then(() => body.ToResponse(status: HttpStatusCode.BadRequest)), operation);

        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: Too long.", exception.Message, StringComparison.Ordinal);
        Assert.InRange(body.BytesRead, 1, 256 * 1024);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Deeply_nested_error_response_throws_MistralException(string operation)
    {
        var deep = string.Concat(Enumerable.Repeat("""{"detail":""", 10_000));

        var exception = await ExpectErrorAsync(new ErrorSample(400, deep, null).CreateServer(), operation);

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.InRange(exception.Message.Length, 10, 3000);
    }

    [Fact]
    public async Task Latin_1_error_response_is_reported_as_far_as_readable()
    {
        var body = Encoding.Latin1.GetBytes("""{"message":"Modèle inconnu","code":"1500"}""");
        var server = new StubServer().Then(() => new(HttpStatusCode.BadRequest) { Content = new ByteArrayContent(body) });

        var exception = await server.ExpectErrorAsync();

        Assert.Contains("le inconnu", exception.Message, StringComparison.Ordinal);
        Assert.Equal("1500", exception.Code);
    }

    private static Task<MistralException> ExpectErrorAsync(StubServer server, string route, string key = "test-key", TimeProvider? clock = null) =>
        Assert.ThrowsAsync<MistralException>(() => server.CreateClient(options =>
            (options.ApiKey, options.TimeProvider) = (key, clock ?? TimeProvider.System)).CallAsync(route));
}
