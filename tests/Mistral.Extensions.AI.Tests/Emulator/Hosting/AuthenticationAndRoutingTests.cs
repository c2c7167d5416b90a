using System.Net;
using System.Net.Sockets;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

public sealed class AuthenticationAndRoutingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Basic any-key")]
    [InlineData("any-key")]
    public async Task Request_without_bearer_token_is_rejected_with_401(string? authorization)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null)
            emulator.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        var response = await emulator.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(HttpStatusCode.Unauthorized, response.Status);
        Assert.Equal("""{"detail":"Invalid API Key"}""", response.Body);
    }

    [Theory]
    [InlineData(TestEmulator.Key, HttpStatusCode.OK)]
    [InlineData("another", HttpStatusCode.Unauthorized)]
    public async Task Only_the_configured_API_key_is_accepted(string key, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync(new MistralEmulatorOptions { ApiKey = key });

        var response = await emulator.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(status, response.Status);
    }

    [Theory]
    [InlineData("GET", "/v1/nowhere", 404, """{"detail":"Not Found"}""")]
    [InlineData("GET", "/models", 404, """{"message":"no Route matched with those values"}""")]
    [InlineData("POST", "/chat/completions", 404, """{"message":"no Route matched with those values"}""")]
    [InlineData("GET", "/v1/chat/completions", 405, """{"detail":"Method Not Allowed"}""")]
    [InlineData("PUT", "/v1/models", 405, """{"detail":"Method Not Allowed"}""")]
    public async Task Unknown_path_or_method_is_rejected_with_the_message_of_the_API(string method, string path, int status, string body)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, (int)response.Status);
        Assert.Equal(body, response.Body);
    }

    [Theory]
    [InlineData("GET", "/v1/Models", """{"detail":"Not Found"}""")]
    [InlineData("GET", "/v1/MODELS/mistral-embed", """{"detail":"Not Found"}""")]
    [InlineData("POST", "/v1/chat/Completions", """{"detail":"Not Found"}""")]
    [InlineData("GET", "/V1/models", """{"message":"no Route matched with those values"}""")]
    public async Task Path_is_case_sensitive(string method, string path, string body)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), path);

        Assert.Equal((HttpStatusCode.NotFound, body), (response.Status, response.Body));
    }

    [Theory]
    [InlineData("GET", "/v1/models/")]
    [InlineData("PUT", "/v1/models/")]
    [InlineData("GET", "/v1/models/mistral-embed/")]
    [InlineData("POST", "/v1/chat/completions/")]
    [InlineData("GET", "/v1/chat/completions/")]
    [InlineData("GET", "/v1//models")]
    [InlineData("GET", "/v1/")]
    public async Task Path_with_an_empty_segment_is_not_found(string method, string path)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), path);

        Assert.Equal((HttpStatusCode.NotFound, """{"detail":"Not Found"}"""), (response.Status, response.Body));
    }

    [Theory]
    [InlineData("PUT", "/v1/models", "GET")]
    [InlineData("HEAD", "/v1/models", "GET")]
    [InlineData("POST", "/v1/models/mistral-embed", "DELETE,GET")]
    [InlineData("GET", "/v1/embeddings", "POST")]
    public async Task Allow_header_lists_the_methods_of_the_path(string method, string path, string allowed)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.Status);
        var methods = response.Headers["Allow"].Split(',', StringSplitOptions.TrimEntries);
        Assert.Equal(allowed, string.Join(',', methods.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Path_below_v1_without_API_key_is_rejected_with_401_before_routing()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.DefaultRequestHeaders.Authorization = null;

        var unknownPath = await emulator.SendAsync(HttpMethod.Get, "/v1/nowhere");
        var unknownMethod = await emulator.SendAsync(HttpMethod.Put, "/v1/models");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (unknownPath.Status, unknownMethod.Status));
    }

    [Theory]
    [InlineData("{", "application/json", "json_invalid")]
    [InlineData("""{"model":"a","model":"b"}""", "application/json", "json_invalid")]
    [InlineData("[]", "application/json", "model_attributes_type")]
    [InlineData("{}", "text/plain", "model_attributes_type")]
    [InlineData("", "application/json", "missing")]
    public async Task Body_that_is_not_a_JSON_object_is_rejected(string body, string contentType, string type)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, "/v1/chat/completions", body, contentType);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(type, (string?)response.Json["detail"]![0]!["type"]);
    }

    [Fact]
    public async Task Endpoint_is_on_the_loopback_address_and_includes_the_version()
    {
        await using var emulator = await TestEmulator.StartAsync();

        Assert.Equal("127.0.0.1", emulator.Server.Endpoint.Host);
        Assert.Equal("/v1", emulator.Server.Endpoint.AbsolutePath);
    }

    [Fact]
    public async Task Both_loopback_addresses_are_bound_to_the_same_port()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var addresses = await Dns.GetHostAddressesAsync("localhost", TestContext.Current.CancellationToken);

        foreach (var address in addresses.Append(IPAddress.Loopback).Where(CanBind))
        {
            var url = new UriBuilder(emulator.Server.Endpoint) { Host = new IPEndPoint(address, 0).ToString()[..^2] }.Uri;
            using var response = await emulator.Http.GetAsync(new Uri(url, "/v1/models"), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        static bool CanBind(IPAddress address)
        {
            try
            {
                using var listener = new TcpListener(address, 0);
                listener.Start();
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("GET", "/v1/models", HttpStatusCode.OK)]
    [InlineData("GET", "/v1/nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    public async Task Every_response_allows_any_origin(string method, string path, HttpStatusCode status)
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(new HttpMethod(method), path);

        Assert.Equal((status, "*"), (response.Status, response.Headers["Access-Control-Allow-Origin"]));
    }

    [Fact]
    public async Task Preflight_passes_without_API_key_and_does_not_consume_a_scripted_fault()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.Fault(503));
        emulator.Http.DefaultRequestHeaders.Authorization = null;
        emulator.Http.DefaultRequestHeaders.Add("Origin", "https://example.com");
        emulator.Http.DefaultRequestHeaders.Add("Access-Control-Request-Method", "POST");
        emulator.Http.DefaultRequestHeaders.Add("Access-Control-Request-Headers", "authorization, content-type");

        var preflight = await emulator.SendAsync(HttpMethod.Options, "/v1/chat/completions");
        var next = await emulator.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.ServiceUnavailable), (preflight.Status, next.Status));
        Assert.Equal("*", preflight.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("POST", preflight.Headers["Access-Control-Allow-Methods"], StringComparison.Ordinal);
        Assert.Equal("authorization, content-type", preflight.Headers["Access-Control-Allow-Headers"]);
    }

    [Fact]
    public async Task Every_response_has_a_unique_correlation_id_and_rate_limit_headers()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var first = await emulator.PostUserMessageAsync("Hello");
        var rejected = await emulator.SendAsync(HttpMethod.Get, "/v1/nowhere");

        Assert.NotEqual(first.Headers["mistral-correlation-id"], rejected.Headers["mistral-correlation-id"]);
        Assert.Equal("1999", first.Headers["x-ratelimit-remaining-req-minute"]);
        Assert.Equal("1998", rejected.Headers["x-ratelimit-remaining-req-minute"]);
        Assert.Equal(first.Json["usage"]!["total_tokens"]!.ToString(), first.Headers["x-ratelimit-tokens-query-cost"]);
        Assert.Equal("0", rejected.Headers["x-ratelimit-tokens-query-cost"]);
        Assert.Equal(first.Headers["x-ratelimit-remaining-tokens-minute"], rejected.Headers["x-ratelimit-remaining-tokens-minute"]);
        Assert.Equal(
            ["2000", "2000000"],
            [first.Headers["x-ratelimit-limit-req-minute"], first.Headers["x-ratelimit-limit-tokens-minute"]]);
    }
}
