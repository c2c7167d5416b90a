using System.Net;
using Mistral.Extensions.AI.Files;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Reliability;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>The callback of <see cref="MistralClientOptions.ConfigureRequest"/>.</summary>
public sealed class RequestConfigurationTests
{
    private readonly StubServer _server = StubServer.WithDefaultResponse();

    public static TheoryData<string> Operations => [.. ApiOperations.Names];

    public static TheoryData<string, string> InvalidHeaders => new()
    {
        { "Authorization", "Bearer key-2" },
        { "api-key", "key-2" },
        { "accept", "text/html" },
        { "User-Agent", "agent" },
        { "Host", "other.example" },
        { "Content-Type", "text/html" },
        { "Not valid", "1" },
        { "", "1" },
        { "X-Tenant", "1\r\nX-Other: 2" },
        { "X-Tenant", "é" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Key_endpoint_and_headers_of_the_callback_are_sent_for_every_operation(string operation)
    {
        var server = StubServer.WithResponse("""{"message":"No"}""", HttpStatusCode.BadRequest);
        var client = server.CreateClient(options => options.ConfigureRequest = async (settings, _) =>
        {
            await Task.Yield();
            (settings.ApiKey, settings.Endpoint) = ("tenant-key", new("https://tenant.example/api"));
            settings.Headers["X-Tenant"] = "7";
        });

        await Assert.ThrowsAsync<MistralException>(() => client.CallAsync(operation));

        Assert.NotEmpty(server.RequestMessages);
        Assert.All(server.RequestMessages, message => Assert.Equal(
            ("Bearer tenant-key", "7"),
            (message.Headers.Authorization?.ToString(), message.Headers.GetValues("X-Tenant").Single())));
        var expected = ApiOperations.GetRequestLine(operation).Replace("/v1/", "https://tenant.example/api/v1/", StringComparison.Ordinal);
        Assert.Equal(expected, GetRequestLine(server.RequestMessages[0]));
    }

    [Fact]
    public async Task Callback_receives_the_operation_and_the_model()
    {
        var infos = new List<MistralRequestInfo>();
        var client = StubServer.WithStream(StubServer.Chunk("""{"content":"OK"}""", "stop")).CreateClient(options =>
        {
            options.Endpoint = new("https://gateway.example/mistral");
            options.ConfigureRequest = (settings, _) =>
            {
                infos.Add(settings.Request);
                Assert.Equal("https://gateway.example/mistral/v1/", settings.Endpoint.AbsoluteUri);
                return default;
            };
        });

        await client.StreamTextAsync();

        var info = Assert.Single(infos);
        Assert.Equal(("POST", "/v1/chat/completions", StubServer.Model, true), (info.Method, info.Path, info.Model, info.IsStreaming));
    }

    [Fact]
    public async Task Each_concurrent_call_has_the_key_of_its_tenant()
    {
        var tenant = new AsyncLocal<string>();
        var client = _server.CreateClient(options => options.ConfigureRequest = async (settings, _) =>
        {
            await Task.Yield();
            settings.ApiKey = $"key-{tenant.Value}";
            settings.Headers["X-Tenant"] = tenant.Value!;
        });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            tenant.Value = $"{number}";
            await client.CompleteTextAsync();
        }));

        var sent = _server.RequestMessages.Select(
            message => (message.Headers.Authorization!.Parameter, message.Headers.GetValues("X-Tenant").Single())).ToHashSet();
        Assert.Equal(100, sent.Count);
        Assert.All(sent, pair => Assert.Equal($"key-{pair.Item2}", pair.Parameter));
    }

    [Fact]
    public async Task Each_page_of_a_list_is_configured()
    {
        var server = StubServer.WithResponse("""{"object":"list","data":[{"id":"a"}],"total":2}""")
            .Then("""{"object":"list","data":[{"id":"b"}],"total":2}""");
        var page = 0;
        var client = server.CreateClient(options => options.ConfigureRequest = (settings, _) =>
        {
            settings.ApiKey = $"key-{page++}";
            return default;
        });

        var files = new List<FileSchema>();
        await foreach (var file in client.Files.ListAsync(cancellationToken: TestContext.Current.CancellationToken))
            files.Add(file);

        Assert.Equal(["a", "b"], files.Select(file => file.Id));
        Assert.Equal(["key-0", "key-1"], server.RequestMessages.Select(message => message.Headers.Authorization?.Parameter));
    }

    [Theory]
    [InlineData("https://gateway.example/v1")]
    [InlineData("https://api.mistral.ai:8443/v1")]
    [InlineData("https://api.mistral.ai.example/v1")]
    public async Task Key_of_the_client_is_not_sent_to_another_host(string endpoint)
    {
        var client = _server.CreateClient(options => options.ConfigureRequest = SetEndpoint(endpoint));

        if (endpoint.Contains("mistral.ai:", StringComparison.Ordinal))
        {
            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.CompleteTextAsync());
            Assert.Contains("Set MistralRequestSettings.ApiKey to a key for that host", exception.Message, StringComparison.Ordinal);
            Assert.Empty(_server.RequestMessages);
            return;
        }

        await client.CompleteTextAsync();
        Assert.Null(Assert.Single(_server.RequestMessages).Headers.Authorization);
    }

    [Fact]
    public async Task Key_of_the_client_is_sent_to_another_path_of_its_host()
    {
        await _server.CreateClient(options => options.ConfigureRequest = SetEndpoint("https://API.mistral.ai/eu")).CompleteTextAsync();

        var message = Assert.Single(_server.RequestMessages);
        Assert.Equal("Bearer test-key", message.Headers.Authorization?.ToString());
        Assert.Equal("https://api.mistral.ai/eu/v1/chat/completions", message.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Authorization_of_the_HttpClient_is_not_sent_to_another_host()
    {
        using var http = new HttpClient(_server) { DefaultRequestHeaders = { Authorization = new("Bearer", "gateway-key") } };
        var endpoint = "https://gateway.example/v1";
        string? key = null;
        var client = new MistralClient(http, new()
        {
            ConfigureRequest = (settings, _) =>
            {
                (settings.Endpoint, settings.ApiKey) = (new(endpoint), key);
                return default;
            },
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.CompleteTextAsync());
        key = "tenant-key";
        await client.CompleteTextAsync();

        Assert.Equal("Bearer tenant-key", Assert.Single(_server.RequestMessages).Headers.Authorization?.ToString());
    }

    [Theory]
    [MemberData(nameof(InvalidHeaders))]
    public async Task Header_that_the_library_sets_or_that_is_invalid_is_rejected(string name, string value)
    {
        var client = _server.CreateClient(options => options.ConfigureRequest = (settings, _) =>
        {
            settings.Headers[name] = value;
            return default;
        });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.CompleteTextAsync());

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key-2", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.RequestMessages);
    }

    [Theory]
    [InlineData("v1", null, "must be an absolute address")]
    [InlineData("http://gateway.example/v1", null, "uses http, which sends the API key unencrypted")]
    [InlineData("https://gateway.example/v1?a=1", null, "without query")]
    [InlineData("https://gateway.example/v1", "", "The API key of MistralClientOptions.ConfigureRequest is empty")]
    [InlineData("https://gateway.example/v1", "key\n2", "contains a character that is not allowed")]
    public async Task Invalid_endpoint_or_key_is_rejected(string endpoint, string? key, string error)
    {
        var client = _server.CreateClient(options => options.ConfigureRequest = (settings, _) =>
        {
            (settings.Endpoint, settings.ApiKey) = (new(endpoint, UriKind.RelativeOrAbsolute), key);
            return default;
        });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.CompleteTextAsync());

        Assert.Contains(error, exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.RequestMessages);
    }

    [Fact]
    public async Task Exception_of_the_callback_is_thrown_unchanged()
    {
        var expected = new HttpRequestException("The database of tenants is not available.");
        var client = _server.CreateClient(options => options.ConfigureRequest = (_, _) => new(Task.FromException(expected)));

        Assert.Same(expected, await Record.ExceptionAsync(() => client.CompleteTextAsync()));
        Assert.Same(expected, await Record.ExceptionAsync(() => client.StreamTextAsync()));
    }

    [Fact]
    public async Task Timeout_of_the_call_includes_a_callback_that_ignores_its_token()
    {
        var time = new ManualTimeProvider();
        var client = _server.CreateClient(options => (options.TimeProvider, options.Timeout, options.ConfigureRequest) =
            (time, TimeSpan.FromSeconds(30), (_, _) => new(new TaskCompletionSource().Task)));

        var call = client.CompleteTextAsync();
        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains(
            "MistralClientOptions.ApiKeyProvider or ConfigureRequest did not complete within 30 seconds",
            (await Assert.ThrowsAsync<MistralException>(() => call)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_key_is_replaced_by_the_new_key_of_the_callback()
    {
        var handler = new KeyCheckingHandler(_server, "new-key");
        var calls = 0;
        var client = new MistralClient(new HttpClient(handler), new()
        {
            ApiKey = "client-key",
            ConfigureRequest = (settings, _) =>
            {
                settings.ApiKey = calls++ == 0 ? "old-key" : "new-key";
                settings.Headers["X-Tenant"] = "7";
                return default;
            },
        });

        Assert.Equal("OK", await client.CompleteTextAsync());

        Assert.Equal(["old-key", "new-key"], handler.SentKeys);
        Assert.Equal("7", Assert.Single(Assert.Single(_server.RequestMessages).Headers.GetValues("X-Tenant")));
    }

    [Fact]
    public async Task Callback_is_called_once_for_a_request_that_is_retried()
    {
        var server = RetryScenarios.CreateBusyServer().Then(StubServer.Completion("""{"role":"assistant","content":"OK"}"""));
        var handler = new KeyCheckingHandler(server, acceptedKey: null);
        var calls = 0;
        using var owner = Credentials.RotationTests.CreateRegisteredClient(handler, options =>
        {
            (options.ApiKey, options.TimeProvider) = ("client-key", new FastTimeProvider());
            options.ConfigureRequest = (settings, _) =>
            {
                settings.ApiKey = $"key-{++calls}";
                return default;
            };
        });

        Assert.Equal("OK", await owner.Client.CompleteTextAsync());

        Assert.Equal(["key-1", "key-1"], handler.SentKeys);
    }

    private static Func<MistralRequestSettings, CancellationToken, ValueTask> SetEndpoint(string endpoint) => (settings, _) =>
    {
        settings.Endpoint = new(endpoint);
        return default;
    };

    private static string GetRequestLine(HttpRequestMessage message) =>
        $"{message.Method} {message.RequestUri!.GetLeftPart(UriPartial.Path)}";
}
