using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>What is logged, and what never is.</summary>
public sealed partial class LogTests : IDisposable
{
    private const string Key = "sk-not-for-anyone";
    private const string Said = "an-answer-for-one-reader";

    private readonly LogBook _log = new();

    public static TheoryData<string> Names => [.. Routes.Names];

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_request_and_its_answer_are_logged_at_debug()
    {
        using var client = Client(Server());

        await client.CallAsync("chat");

        Assert.Equal(
            [
                "Debug 1 Sending: POST /v1/chat/completions for model mistral-small-latest",
                "Debug 2 Answered: POST /v1/chat/completions answered 200 after 0 ms, correlation id 019b",
            ],
            _log.OfTheLibrary);
    }

    [Fact]
    public async Task A_refusal_is_logged_with_its_status()
    {
        using var client = Client(new Refusal(400, "{}", null).Server(("mistral-correlation-id", "019c")));

        await Assert.ThrowsAsync<MistralException>(() => client.CallAsync("ocr"));

        Assert.Equal("Debug 2 Answered: POST /v1/ocr answered 400 after 0 ms, correlation id 019c", _log.OfTheLibrary.Last());
    }

    [Theory]
    [InlineData(true, "HTTP 503")]
    [InlineData(false, "HttpRequestException")]
    public async Task A_retry_is_logged_as_a_warning_with_its_cause(bool answers, string cause)
    {
        var server = new StubServer().Then(() => answers
            ? new Refusal(503, "", null).Response()
            : throw new HttpRequestException("a-detail-for-the-exception"));
        await CallAsync(Then(server), "chat");

        Assert.Single(_log.OfTheLibrary, line => Retry().Match(line) is { Success: true } match && match.Groups["cause"].Value == cause);
        Assert.DoesNotContain("a-detail-for-the-exception", string.Concat(_log.OfTheLibrary), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_log_holds_the_key_or_what_was_said(string route)
    {
        foreach (var server in new[] { Server(), Then(Refusing(503)), Refusing(401), Refusing(422), Cut() })
        {
            await Record.ExceptionAsync(() => CallAsync(server, route));
            using var client = Client(server);
            await Record.ExceptionAsync(() => client.CallAsync(route));
        }

        // The factory of HttpClients logs at Trace what it is not told to keep for itself.
        Assert.Contains("System.Net.Http.HttpClient", _log.Everything, StringComparison.Ordinal);
        Assert.Contains($"{Routes.Line(route)} answered", string.Join('\n', _log.OfTheLibrary), StringComparison.Ordinal);
        foreach (var secret in new[] { Key, Said, Routes.Secret })
            Assert.DoesNotContain(secret, _log.Everything, StringComparison.Ordinal);
    }

    /// <summary>What any route can read as an answer.</summary>
    private static StubServer Server() => Then(new());

    private static StubServer Then(StubServer server) => server.Then(() =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"id":"m","data":[],"pages":[],"choices":[{"index":0,"message":{"role":"assistant","content":"{{Said}}"} }]}"""),
        };
        response.Headers.TryAddWithoutValidation("mistral-correlation-id", "019b");
        return response;
    });

    private static StubServer Refusing(int status) =>
        new Refusal(status, $$"""{"message":"{{Said}} {{Key}}","detail":[{"loc":["body"],"msg":"{{Said}}","input":"{{Routes.Secret}}"}]}""", null).Server();

    private static StubServer Cut() => new StubServer().Then(() =>
        ScriptedBody.Breaking(new IOException("reset"), Calls.Event(StubServer.Chunk($$"""{"content":"{{Said}}"}"""))).Response("text/event-stream"));

    private MistralClient Client(StubServer server) => server.Client(options => (options.ApiKey, options.LoggerFactory, options.Clock) = (Key, _log, new ManualClock()));

    /// <summary>Calls with dependency injection; a wait is over as soon as it begins.</summary>
    private async Task CallAsync(StubServer server, string route)
    {
        var clock = new ManualClock();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddMistralClient(options => (options.ApiKey, options.MaxRetries, options.Clock) = (Key, 1, clock)).ConfigurePrimaryHttpMessageHandler(() => server);
        using var provider = services.BuildServiceProvider();
        var call = provider.GetRequiredService<MistralClient>().CallAsync(route);
        while (!call.IsCompleted)
        {
            var wait = clock.NextTimerAsync().AsTask();
            if (await Task.WhenAny(call, wait) == wait && (await wait).TotalMinutes < 1)
                clock.Advance(await wait);
        }

        await call;
    }

    [GeneratedRegex(@"^Warning 3 WillRetry: POST /v1/chat/completions is sent again \(retry 1\) in [0-9.]+ s, because of (?<cause>.*)$")]
    private static partial Regex Retry();
}
