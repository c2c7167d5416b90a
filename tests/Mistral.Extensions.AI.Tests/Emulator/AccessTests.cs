using System.Net;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Emulator;

public sealed class AccessTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Basic any-key")]
    [InlineData("any-key")]
    public async Task Without_a_bearer_key_nobody_is_let_in(string? authorization)
    {
        await using var wire = await Wire.StartAsync();
        wire.Http.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null)
            wire.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        var reply = await wire.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal("""{"detail":"Unauthorized"}""", reply.Text);
    }

    [Theory]
    [InlineData(Wire.Key, HttpStatusCode.OK)]
    [InlineData("another", HttpStatusCode.Unauthorized)]
    public async Task The_key_of_the_options_is_the_only_one_that_fits(string key, HttpStatusCode status)
    {
        await using var wire = await Wire.StartAsync(new MistralEmulatorOptions { ApiKey = key });

        var reply = await wire.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(status, reply.Status);
    }

    [Theory]
    [InlineData("GET", "/v1/nowhere", 404, """{"detail":"Not Found"}""")]
    [InlineData("GET", "/models", 404, """{"message":"no Route matched with those values"}""")]
    [InlineData("POST", "/chat/completions", 404, """{"message":"no Route matched with those values"}""")]
    [InlineData("GET", "/v1/chat/completions", 405, """{"detail":"Method Not Allowed"}""")]
    [InlineData("PUT", "/v1/models", 405, """{"detail":"Method Not Allowed"}""")]
    public async Task An_unknown_path_or_method_is_refused_in_the_words_of_the_server(string method, string path, int status, string body)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.SendAsync(new HttpMethod(method), path);

        Assert.Equal(status, (int)reply.Status);
        Assert.Equal(body, reply.Text);
    }

    [Theory]
    [InlineData("{", "application/json", "json_invalid")]
    [InlineData("""{"model":"a","model":"b"}""", "application/json", "json_invalid")]
    [InlineData("[]", "application/json", "model_attributes_type")]
    [InlineData("{}", "text/plain", "model_attributes_type")]
    [InlineData("", "application/json", "missing")]
    public async Task A_body_that_is_no_JSON_object_is_refused(string body, string contentType, string type)
    {
        await using var wire = await Wire.StartAsync();

        var reply = await wire.SendAsync(HttpMethod.Post, "/v1/chat/completions", body, contentType);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.Equal(type, (string?)reply.Json["message"]!["detail"]![0]!["type"]);
    }

    [Fact]
    public async Task The_endpoint_is_on_the_loopback_address_and_names_the_version()
    {
        await using var wire = await Wire.StartAsync();

        Assert.Equal("127.0.0.1", wire.Emulator.Endpoint.Host);
        Assert.Equal("/v1", wire.Emulator.Endpoint.AbsolutePath);
    }

    [Fact]
    public async Task Every_answer_has_an_id_of_its_own_and_tells_the_rate_limits()
    {
        await using var wire = await Wire.StartAsync();

        var first = await wire.AskAsync("Hello");
        var refused = await wire.SendAsync(HttpMethod.Get, "/v1/nowhere");

        Assert.NotEqual(first.Headers["mistral-correlation-id"], refused.Headers["mistral-correlation-id"]);
        Assert.Equal("1999", first.Headers["x-ratelimit-remaining-req-minute"]);
        Assert.Equal("1998", refused.Headers["x-ratelimit-remaining-req-minute"]);
        Assert.Equal(first.Json["usage"]!["total_tokens"]!.ToString(), first.Headers["x-ratelimit-tokens-query-cost"]);
        Assert.Equal("0", refused.Headers["x-ratelimit-tokens-query-cost"]);
        Assert.Equal(first.Headers["x-ratelimit-remaining-tokens-minute"], refused.Headers["x-ratelimit-remaining-tokens-minute"]);
        Assert.Equal(["2000", "2000000"], [first.Headers["x-ratelimit-limit-req-minute"], first.Headers["x-ratelimit-limit-tokens-minute"]]);
    }
}
