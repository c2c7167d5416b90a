using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>The log entries of the library, and the content that is never logged.</summary>
public sealed partial class LoggingTests : IDisposable
{
    private const string Key = "sk-secret-key";
    private const string ResponseText = "secret-response-text";

    private readonly LogCapture _log = new();

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Request_and_response_are_logged_at_debug_level()
    {
        using var client = CreateClient(CreateServer());

        await client.CallAsync("chat");

        Assert.Equal(
            [
                "Debug 1 Sending: Sending POST /v1/chat/completions for model mistral-small-latest",
                "Debug 2 ResponseReceived: POST /v1/chat/completions returned 200 after 0 ms, correlation ID 019b",
            ],
            _log.LibraryEntries);
    }

    [Fact]
    public async Task Error_response_is_logged_with_the_status()
    {
        using var client = CreateClient(new ErrorSample(400, "{}", null).CreateServer(("mistral-correlation-id", "019c")));

        await Assert.ThrowsAsync<MistralException>(() => client.CallAsync("ocr"));

        Assert.Equal("Debug 2 ResponseReceived: POST /v1/ocr returned 400 after 0 ms, correlation ID 019c", _log.LibraryEntries.Last());
    }

    [Theory]
    [InlineData(true, "HTTP 503")]
    [InlineData(false, "HttpRequestException")]
    public async Task Retry_is_logged_as_a_warning_with_the_cause(bool hasResponse, string cause)
    {
        var server = new StubServer().Then(() => hasResponse
            ? new ErrorSample(503, "", null).CreateResponse()
            : throw new HttpRequestException("exception-detail"));
        await CallWithRetriesAsync(ThenSucceed(server), "chat");

        var retryEntries = _log.LibraryEntries.Select(entry => RetryEntry().Match(entry)).Where(match => match.Success);
        Assert.Single(retryEntries, match => match.Groups["cause"].Value == cause);
        Assert.DoesNotContain("exception-detail", string.Concat(_log.LibraryEntries), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Key_and_content_of_requests_and_responses_are_not_logged(string operation)
    {
        StubServer[] servers =
        [
            CreateServer(),
            ThenSucceed(CreateErrorServer(503)),
            CreateErrorServer(401),
            CreateErrorServer(422),
            CreateTruncatedStreamServer(),
        ];
        foreach (var server in servers)
        {
            await Record.ExceptionAsync(() => CallWithRetriesAsync(server, operation));
            using var client = CreateClient(server);
            await Record.ExceptionAsync(() => client.CallAsync(operation));
        }

        // IHttpClientFactory logs headers at trace level, except those that are redacted.
        Assert.Contains("System.Net.Http.HttpClient", _log.AllText, StringComparison.Ordinal);
        Assert.Contains(
            $"{ApiOperations.GetRequestLine(operation)} returned", string.Join('\n', _log.LibraryEntries), StringComparison.Ordinal);
        foreach (var secret in new[] { Key, ResponseText, ApiOperations.SecretText })
            Assert.DoesNotContain(secret, _log.AllText, StringComparison.Ordinal);
    }

    /// <summary>Creates a server whose response is valid for every operation.</summary>
    private static StubServer CreateServer() => ThenSucceed(new());

    private static StubServer ThenSucceed(StubServer server) => server.Then(() =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(ApiOperations.MinimalResponse.Replace(
                "\"index\":0", $$"""
                "index":0,"message":{"role":"assistant","content":"{{ResponseText}}"}
                """, StringComparison.Ordinal)),
        };
        response.Headers.TryAddWithoutValidation("mistral-correlation-id", "019b");
        return response;
    });

    private static StubServer CreateErrorServer(int status) => new ErrorSample(status, $$"""
        {"message":"{{ResponseText}} {{Key}}",
        "detail":[{"loc":["body"],"msg":"{{ResponseText}}","input":"{{ApiOperations.SecretText}}"}]}
        """, null).CreateServer();

    private static StubServer CreateTruncatedStreamServer()
    {
        var chunk = TestCalls.SseEvent(StubServer.Chunk($$"""{"content":"{{ResponseText}}"}"""));
        return new StubServer().Then(() => ScriptedResponseStream.Failing(new IOException("reset"), chunk).ToResponse("text/event-stream"));
    }

    private MistralClient CreateClient(StubServer server) => server.CreateClient(options =>
        (options.ApiKey, options.LoggerFactory, options.TimeProvider) = (Key, _log, new ManualTimeProvider()));

    /// <summary>Calls a client from dependency injection. Delays between retries end immediately.</summary>
    private async Task CallWithRetriesAsync(StubServer server, string operation)
    {
        var timeProvider = new ManualTimeProvider();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddMistralClient(options => (options.ApiKey, options.MaxRetries, options.TimeProvider) = (Key, 1, timeProvider))
            .ConfigurePrimaryHttpMessageHandler(() => server);
        using var provider = services.BuildServiceProvider();
        var call = provider.GetRequiredService<MistralClient>().CallAsync(operation);
        while (!call.IsCompleted)
        {
            var timer = timeProvider.WaitForTimerAsync().AsTask();
            if (await Task.WhenAny(call, timer) == timer && (await timer).TotalMinutes < 1)
                timeProvider.Advance(await timer);
        }

        await call;
    }

    [GeneratedRegex(@"^Warning 3 Retrying: Retrying POST /v1/chat/completions \(retry 1\) in [0-9.]+ s because of (?<cause>.*)$")]
    private static partial Regex RetryEntry();
}
