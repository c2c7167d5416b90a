using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>Every format of an error response throws the same exception type with the same properties, for every operation.</summary>
public sealed class ErrorResponseTests
{
    private static readonly (string, string)[] Headers =
    [
        ("mistral-correlation-id", "019b"),
        ("Retry-After", "7"),
        ("x-ratelimit-limit-req-minute", "60"),
        ("x-ratelimit-remaining-req-minute", "0"),
    ];

    public static MatrixTheoryData<string, string> SamplesAndOperations => new(ErrorSample.Observed.Keys, ApiOperations.Names);

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    [Theory]
    [MemberData(nameof(SamplesAndOperations))]
    public async Task Every_error_response_throws_MistralException_for_every_operation(string sampleName, string operation)
    {
        var sample = ErrorSample.Observed[sampleName];

        var exception = await ExpectErrorAsync(sample.CreateServer(Headers), operation);

        Assert.Equal((sample.Status, sample.Code, sample.Type), ((int)exception.StatusCode!, exception.Code, exception.ErrorType));
        Assert.Equal((sample.Param, sample.Guardrails), (exception.Param, exception.Guardrails?.GetRawText()));
        Assert.Equal(("019b", TimeSpan.FromSeconds(7)), (exception.RequestId, exception.RetryAfter));
        Assert.Equal(new MistralRateLimit { RequestsPerMinute = 60, RemainingRequests = 0 }, exception.RateLimit);
        var code = sample.Code is null ? "" : $", code {sample.Code}";
        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: {sample.Message}", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($" (HTTP {sample.Status}{code}, correlation ID 019b)", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SamplesAndOperations))]
    public async Task Exception_does_not_contain_request_content(string sampleName, string operation)
    {
        var sample = ErrorSample.Observed[sampleName];

        var exception = await ExpectErrorAsync(sample.CreateServer(), operation);

        // ResponseBody has the whole HTML page of a proxy, unchanged.
        var text = exception.ToString() + (sample.ContentType is "text/html" ? "" : exception.ResponseBody);
        Assert.DoesNotContain(ApiOperations.SecretText, text, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 10, 400);
        Assert.InRange(exception.ResponseBody?.Length ?? 0, 0, 2001);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Partial_key_in_a_truncated_error_response_is_redacted(string operation)
    {
        const string Key = "sk-0123456789abcdefghijklmnopqrstuv";
        for (var length = 8; length <= Key.Length; length++)
        {
            var body = ScriptedResponseStream.Failing(new IOException("reset"), $"I do not know {Key[..length]}");
            var server = CreateServer(body, HttpStatusCode.Unauthorized, "text/plain");

            var exception = await ExpectErrorAsync(server, operation, options => options.ApiKey = Key);

            Assert.StartsWith(
                $"{ApiOperations.GetRequestLine(operation)}: I do not know ***.", exception.Message, StringComparison.Ordinal);
            Assert.Equal("I do not know ***", exception.ResponseBody);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Truncated_error_response_reports_the_received_message(string operation)
    {
        var body = ScriptedResponseStream.Failing(new IOException("reset"), """{"message":"Too long","code":"3051","detail":[{"loc":""");

        var exception = await ExpectErrorAsync(CreateServer(body, HttpStatusCode.UnprocessableEntity), operation);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "3051"), (exception.StatusCode, exception.Code));
        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: Too long.", exception.Message, StringComparison.Ordinal);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Stalled_error_response_is_reported_at_the_timeout(string operation)
    {
        var timeProvider = new ManualTimeProvider();
        var body = ScriptedResponseStream.Stalled("""{"message":"Too long","code":"3051","detail":[""");
        var server = CreateServer(body, HttpStatusCode.UnprocessableEntity);
        var call = ExpectErrorAsync(server, operation, options => options.TimeProvider = timeProvider);

        timeProvider.Advance(await timeProvider.WaitForTimerAsync());

        var exception = await call;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "3051"), (exception.StatusCode, exception.Code));
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Endless_error_response_is_read_only_in_part(string operation)
    {
        var body = new EndlessResponseStream("""{"message":"Too long","more":" """u8.ToArray(), (byte)'x');

        var exception = await ExpectErrorAsync(CreateServer(body, HttpStatusCode.BadRequest), operation);

        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: Too long.", exception.Message, StringComparison.Ordinal);
        Assert.InRange(body.BytesRead, 1, 256 * 1024);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Deeply_nested_error_response_throws_MistralException(string operation)
    {
        var json = string.Concat(Enumerable.Repeat("""{"detail":""", 10_000));

        var exception = await ExpectErrorAsync(new ErrorSample(400, json, null).CreateServer(), operation);

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.InRange(exception.Message.Length, 10, 3000);
    }

    [Fact]
    public async Task Latin_1_error_response_keeps_the_code_and_the_readable_text()
    {
        var body = Encoding.Latin1.GetBytes("""{"message":"Modèle inconnu","code":"1500"}""");
        var server = new StubServer().Then(() => new(HttpStatusCode.BadRequest) { Content = new ByteArrayContent(body) });

        var exception = await server.ExpectErrorAsync();

        Assert.Contains("le inconnu", exception.Message, StringComparison.Ordinal);
        Assert.Equal("1500", exception.Code);
    }

    private static StubServer CreateServer(TestResponseStream body, HttpStatusCode status, string contentType = "application/json") =>
        new StubServer().Then(() => body.ToResponse(contentType, status));

    private static Task<MistralException> ExpectErrorAsync(
        StubServer server, string operation, Action<MistralClientOptions>? configure = null) =>
        Assert.ThrowsAsync<MistralException>(() => server.CreateClient(configure).CallAsync(operation));
}
