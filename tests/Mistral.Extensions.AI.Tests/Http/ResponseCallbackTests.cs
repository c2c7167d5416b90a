using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mistral.Extensions.AI.Http;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The callback of <see cref="MistralClientOptions.OnResponse"/>.</summary>
public sealed class ResponseCallbackTests : IDisposable
{
    private const string Key = "sk0Key7Pq2mW9xTz4LbR8vNc3";

    private readonly List<MistralResponseInfo> _responses = [];
    private ServiceProvider? _services;

    /// <summary>Each operation, with status 200 or 400, and with a client of a service collection or a custom HttpClient.</summary>
    public static MatrixTheoryData<string, HttpStatusCode, bool> Operations =>
        new(ApiOperations.Names, [HttpStatusCode.OK, HttpStatusCode.BadRequest], [true, false]);

    public static MatrixTheoryData<Type, bool> Exceptions => new(
        [
            typeof(InvalidOperationException), typeof(HttpRequestException), typeof(IOException), typeof(JsonException),
            typeof(ObjectDisposedException), typeof(OperationCanceledException), typeof(MistralException),
        ],
        [true, false]);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _services?.Dispose();

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Each_response_of_every_operation_is_reported_once(string operation, HttpStatusCode status, bool isRegistered)
    {
        var text = ApiOperations.GetMinimalResponse(operation);
        if (ApiOperations.IsStreaming(operation))
            text = TestCalls.SseEvent(text);
        var server = StubServer.WithResponse(text, status);

        var exception = await Record.ExceptionAsync(() => CreateClient(server, isRegistered).CallAsync(operation));

        Assert.Equal(status is HttpStatusCode.OK, exception is null);
        Assert.NotEmpty(_responses);
        Assert.Equal(
            server.RequestMessages.Select(message => $"{message.Method} {message.RequestUri!.AbsolutePath}"),
            _responses.Select(response => $"{response.Request.Method} {response.Request.Path}"));
        Assert.All(_responses, response => Assert.Equal((status, 1), (response.StatusCode, response.Attempt)));
    }

    [Fact]
    public async Task Headers_are_those_of_the_response_and_its_content()
    {
        var server = new StubServer().Then(() => CreateResponse(
            ("Server", "nginx/1.0 (Unix)"), ("x-envoy-upstream-service-time", "12"), ("X-Two", "a"), ("x-two", "b")));

        await CreateClient(server).CompleteTextAsync();

        var headers = Assert.Single(_responses).Headers;
        Assert.Equal("nginx/1.0 (Unix)", headers["server"]);
        Assert.Equal("12", headers["X-Envoy-Upstream-Service-Time"]);
        Assert.Equal("a, b", headers["x-two"]);
        Assert.Equal("application/json; charset=utf-8", headers["content-type"]);
        Assert.False(headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Request_ID_retry_delay_and_rate_limit_are_read()
    {
        var server = new StubServer().Then(() => CreateResponse(
            ("mistral-correlation-id", "c-1"), ("Retry-After", "7"), ("x-ratelimit-remaining-req-minute", "41")));

        await CreateClient(server).CompleteTextAsync();

        var response = Assert.Single(_responses);
        Assert.Equal(("c-1", TimeSpan.FromSeconds(7)), (response.RequestId, response.RetryAfter));
        Assert.Equal(41, response.RateLimit!.RemainingRequests);
        Assert.Equal(
            ("POST", "/v1/chat/completions", StubServer.Model, false),
            (response.Request.Method, response.Request.Path, response.Request.Model, response.Request.IsStreaming));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task API_key_in_a_header_is_removed(bool isRegistered)
    {
        var server = new StubServer().Then(() => CreateResponse(
            ("x-echo", $"Bearer {Key}"), ($"x-{Key}", "1"), ("mistral-correlation-id", $"c/{Key}"), ("ETag", $"\"{Key}\"")));

        await CreateClient(server, isRegistered).CompleteTextAsync();

        var response = Assert.Single(_responses);
        Assert.Equal("Bearer ***", response.Headers["x-echo"]);
        Assert.DoesNotContain(Key, string.Join('\n', response.Headers) + response, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Each_attempt_with_a_response_is_reported()
    {
        var server = new StubServer()
            .Then(() => new(HttpStatusCode.TooManyRequests))
            .Then(() => throw new HttpRequestException("refused"))
            .Then(() => CreateResponse());

        await CreateClient(server, isRegistered: true).CompleteTextAsync();

        Assert.Equal(
            [(1, HttpStatusCode.TooManyRequests), (3, HttpStatusCode.OK)],
            _responses.Select(response => (response.Attempt, response.StatusCode)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Response_before_the_key_was_replaced_is_reported(bool isRegistered)
    {
        var server = StubServer.WithResponse("{}", HttpStatusCode.Unauthorized).Then(() => CreateResponse());
        var keys = 0;
        var client = CreateClient(server, isRegistered, options =>
        {
            options.ApiKey = null;
            options.ApiKeyProvider = _ => new($"key-{++keys}");
        });

        await client.CompleteTextAsync();

        Assert.Equal(
            [(1, HttpStatusCode.Unauthorized), (2, HttpStatusCode.OK)],
            _responses.Select(response => (response.Attempt, response.StatusCode)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callback_has_the_AsyncLocal_values_of_each_concurrent_call(bool isRegistered)
    {
        var call = new AsyncLocal<List<HttpStatusCode>>();
        var client = CreateClient(StubServer.WithDefaultResponse(), isRegistered, options => options.OnResponse =
            response => call.Value!.Add(response.StatusCode));

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var statuses = call.Value = [];
            await client.CompleteTextAsync();
            return statuses;
        }));

        Assert.All(results, statuses => Assert.Equal(HttpStatusCode.OK, Assert.Single(statuses)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Callback_of_WithOptions_receives_only_responses_of_the_new_client(bool isRegistered)
    {
        var client = CreateClient(StubServer.WithDefaultResponse(), isRegistered);
        var others = new List<MistralResponseInfo>();

        await client.WithOptions(options => options.OnResponse = others.Add).CompleteTextAsync();

        Assert.Empty(_responses);
        Assert.Single(others);
        await client.CompleteTextAsync();
        Assert.Single(_responses);
        Assert.Single(others);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Exception_of_the_callback_is_thrown_unchanged_and_not_retried(Type type, bool isRegistered)
    {
        var expected = (Exception)Activator.CreateInstance(type, "Callback failed.")!;
        var content = new DisposableContent();
        var server = new StubServer().Then(() => new(HttpStatusCode.ServiceUnavailable) { Content = content });
        var client = CreateClient(server, isRegistered, options => options.OnResponse = _ => throw expected);

        var exception = await Record.ExceptionAsync(() => client.CompleteTextAsync());

        Assert.Same(expected, exception);
        Assert.Single(server.RequestMessages);
        Assert.True(content.IsDisposed);
    }

    [Fact]
    [Trait("Requires", "net8.0")]
    public async Task Response_that_opens_a_WebSocket_is_reported()
    {
        await using var server = new RealtimeServer(connection => connection.ReceiveUntilAsync("never"));
        using var client = server.CreateClient(options => options.OnResponse = _responses.Add);

        await using var realtime = await client.Audio.Realtime.ConnectAsync("voxtral-m", cancellationToken: CancellationToken);

        var response = Assert.Single(_responses);
        Assert.Equal((HttpStatusCode.SwitchingProtocols, "c1"), (response.StatusCode, response.RequestId));
        Assert.Equal(("/v1/audio/transcriptions/realtime", "voxtral-m"), (response.Request.Path, response.Request.Model));
    }

    [Fact]
    public async Task Path_of_the_request_does_not_depend_on_the_endpoint()
    {
        var client = CreateClient(StubServer.WithDefaultResponse(), configure: options =>
        {
            options.Endpoint = new("https://gateway.example/mistral");
            options.ConfigureRequest = (settings, _) =>
            {
                (settings.Endpoint, settings.ApiKey) = (new("https://tenant.example/api"), "tenant-key");
                return default;
            };
        });

        await client.CompleteTextAsync();

        Assert.Equal("/v1/chat/completions", Assert.Single(_responses).Request.Path);
    }

    [Fact]
    public async Task Call_without_callbacks_does_no_additional_work()
    {
        var server = StubServer.WithDefaultResponse();
        await server.CreateClient().CompleteTextAsync();
        var request = server.RequestMessages[0];
        using var inner = new PendingHandler();
        using var handler = new HttpMessageInvoker(new ResponseCallbackHandler { InnerHandler = inner });

        var task = handler.SendAsync(request, CancellationToken);

        Assert.Same(inner.Task, task);
        Assert.Equal(typeof(RequestContext), RequestContext.Get(request)!.GetType());
    }

    private static HttpResponseMessage CreateResponse(params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage
        {
            Content = new StringContent(
                StubServer.Completion("""{"role":"assistant","content":"OK"}"""), System.Text.Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    private MistralClient CreateClient(
        StubServer server, bool isRegistered = false, Action<MistralClientOptions>? configure = null)
    {
        if (!isRegistered)
            return server.CreateClient(Configure);

        var services = new ServiceCollection();
        services.AddMistralClient(Configure).ConfigurePrimaryHttpMessageHandler(() => server);
        return (_services = services.BuildServiceProvider()).GetRequiredService<MistralClient>();

        void Configure(MistralClientOptions options)
        {
            (options.ApiKey, options.TimeProvider, options.OnResponse) = (Key, new FastTimeProvider(), _responses.Add);
            configure?.Invoke(options);
        }
    }

    private sealed class DisposableContent() : StringContent("")
    {
        internal bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            IsDisposed = true;
        }
    }

    private sealed class PendingHandler : HttpMessageHandler
    {
        internal Task<HttpResponseMessage> Task { get; } = new TaskCompletionSource<HttpResponseMessage>().Task;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task;
    }
}
