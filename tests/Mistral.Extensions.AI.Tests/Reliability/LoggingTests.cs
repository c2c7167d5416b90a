using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>What is logged, and what never is.</summary>
public sealed partial class LoggingTests : IDisposable
{
    private const string Key = "sk-not-for-anyone";
    private const string ResponseText = "an-answer-for-one-reader";

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
                "Debug 1 Sending: POST /v1/chat/completions for model mistral-small-latest",
                "Debug 2 ResponseReceived: POST /v1/chat/completions answered 200 after 0 ms, correlation id 019b",
            ],
            _log.LibraryEntries);
    }

    [Fact]
    public async Task Error_response_is_logged_with_the_status()
    {
        using var client = CreateClient(new ErrorSample(400, "{}", null).CreateServer(("mistral-correlation-id", "019c")));

        await Assert.ThrowsAsync<MistralException>(() => client.CallAsync("ocr"));

        Assert.Equal("Debug 2 ResponseReceived: POST /v1/ocr answered 400 after 0 ms, correlation id 019c", _log.LibraryEntries.Last());
    }

    [Theory]
    [InlineData(true, "HTTP 503")]
    [InlineData(false, "HttpRequestException")]
    public async Task Retry_is_logged_as_a_warning_with_the_cause(bool hasResponse, string cause)
    {
        var server = new StubServer().Then(() => hasResponse
            ? new ErrorSample(503, "", null).CreateResponse()
            : throw new HttpRequestException("a-detail-for-the-exception"));
        await CallWithRetriesAsync(ThenSucceed(server), "chat");

        Assert.Single(_log.LibraryEntries, line => RetryEntry().Match(line) is { Success: true } match && match.Groups["cause"].Value == cause);
        Assert.DoesNotContain("a-detail-for-the-exception", string.Concat(_log.LibraryEntries), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Key_and_request_content_are_not_logged(string operation)
    {
        foreach (var server in new[] { CreateServer(), ThenSucceed(CreateErrorServer(503)), CreateErrorServer(401), CreateErrorServer(422), CreateTruncatedStreamServer() })
        {
            await Record.ExceptionAsync(() => CallWithRetriesAsync(server, operation));
            using var client = CreateClient(server);
            await Record.ExceptionAsync(() => client.CallAsync(operation));
        }

        // The factory of HttpClients logs at Trace what it is not told to keep for itself.
        Assert.Contains("System.Net.Http.HttpClient", _log.AllText, StringComparison.Ordinal);
        Assert.Contains($"{ApiOperations.GetRequestLine(operation)} answered", string.Join('\n', _log.LibraryEntries), StringComparison.Ordinal);
        foreach (var secret in new[] { Key, ResponseText, ApiOperations.SecretText })
            Assert.DoesNotContain(secret, _log.AllText, StringComparison.Ordinal);
    }

    /// <summary>What any route can read as an answer.</summary>
    private static StubServer CreateServer() => ThenSucceed(new());

    private static StubServer ThenSucceed(StubServer server) => server.Then(() =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"id":"m","data":[],"pages":[],"choices":[{"index":0,"message":{"role":"assistant","content":"{{ResponseText}}"} }]}"""),
        };
        response.Headers.TryAddWithoutValidation("mistral-correlation-id", "019b");
        return response;
    });

    private static StubServer CreateErrorServer(int status) =>
        new ErrorSample(status, $$"""{"message":"{{ResponseText}} {{Key}}","detail":[{"loc":["body"],"msg":"{{ResponseText}}","input":"{{ApiOperations.SecretText}}"}]}""", null).CreateServer();

    private static StubServer CreateTruncatedStreamServer() => new StubServer().Then(() =>
        ScriptedResponseStream.Failing(new IOException("reset"), TestCalls.SseEvent(StubServer.Chunk($$"""{"content":"{{ResponseText}}"}"""))).ToResponse("text/event-stream"));

    private MistralClient CreateClient(StubServer server) => server.CreateClient(options => (options.ApiKey, options.LoggerFactory, options.TimeProvider) = (Key, _log, new ManualTimeProvider()));

    /// <summary>Calls with dependency injection; a wait is over as soon as it begins.</summary>
    private async Task CallWithRetriesAsync(StubServer server, string route)
    {
        var clock = new ManualTimeProvider();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddMistralClient(options => (options.ApiKey, options.MaxRetries, options.TimeProvider) = (Key, 1, clock)).ConfigurePrimaryHttpMessageHandler(() => server);
        using var provider = services.BuildServiceProvider();
        var call = provider.GetRequiredService<MistralClient>().CallAsync(route);
        while (!call.IsCompleted)
        {
            var wait = clock.WaitForTimerAsync().AsTask();
            if (await Task.WhenAny(call, wait) == wait && (await wait).TotalMinutes < 1)
                clock.Advance(await wait);
        }

        await call;
    }

    [GeneratedRegex(@"^Warning 3 Retrying: POST /v1/chat/completions is sent again \(retry 1\) in [0-9.]+ s, because of (?<cause>.*)$")]
    private static partial Regex RetryEntry();
}
