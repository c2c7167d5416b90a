using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Errors;

/// <summary>The details of an exception besides the message of the server: IDs, rate limits, retry delay and advice.</summary>
public sealed class ErrorDetailsTests
{
    [Theory]
    [InlineData("mistral-correlation-id: 019b\nx-kong-request-id: k\ncf-ray: c", "019b")]
    [InlineData("x-kong-request-id: k\ncf-ray: c", "k")]
    [InlineData("cf-ray: c", "c")]
    public async Task Request_id_is_read_from_the_response_headers(string headers, string id)
    {
        var exception = await CreateErrorServer(400, """{"message":"No","code":"3230"}""", headers).ExpectErrorAsync();

        Assert.Equal(id, exception.RequestId);
        Assert.EndsWith($"(HTTP 400, code 3230, correlation ID {id})", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_ids_and_limits_are_null()
    {
        var exception = await CreateErrorServer(400, """{"message":"No."}""").ExpectErrorAsync();

        Assert.Equal("POST /v1/chat/completions: No. (HTTP 400)", exception.Message);
        Assert.Null(exception.RequestId);
        Assert.Null(exception.RetryAfter);
        Assert.Null(exception.RateLimit);
    }

    [Fact]
    public async Task Rate_limits_are_read_from_the_response_headers()
    {
        var exception = await CreateErrorServer(429, "{}", """
            x-ratelimit-limit-req-minute: 60
            x-ratelimit-remaining-req-minute: 0
            x-ratelimit-limit-tokens-minute: 500000
            x-ratelimit-remaining-tokens-minute: 499000
            x-ratelimit-tokens-query-cost: 1000
            """).ExpectErrorAsync();

        var limit = new MistralRateLimit
        {
            RequestsPerMinute = 60,
            RemainingRequests = 0,
            TokensPerMinute = 500000,
            RemainingTokens = 499000,
            QueryCost = 1000,
        };
        Assert.Equal(limit, exception.RateLimit);
    }

    [Fact]
    public async Task Non_numeric_rate_limit_is_null()
    {
        var exception = await CreateErrorServer(
            429, "{}", "x-ratelimit-limit-req-minute: many\nx-ratelimit-remaining-req-minute: 5").ExpectErrorAsync();

        Assert.Equal(new MistralRateLimit { RemainingRequests = 5 }, exception.RateLimit);
    }

    [Theory]
    [InlineData("20", 20.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("Fri, 01 May 2026 12:00:30 GMT", 30.0)]
    [InlineData("Fri, 01 May 2026 11:59:30 GMT", null)]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    [InlineData("-Infinity", null)]
    [InlineData("Infinity", 2147483647.0)]
    [InlineData("99999999999999999999", 2147483647.0)]
    public async Task RetryAfter_is_read_from_the_response_header(string header, double? seconds)
    {
        var exception = await CreateErrorServer(429, "{}", $"Retry-After: {header}").ExpectErrorAsync(
            options => options.TimeProvider = new ManualTimeProvider());

        Assert.Equal(seconds, exception.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(401, "{}", "rejected by api.mistral.ai. Keys for codestral.mistral.ai work only there")]
    [InlineData(403, "{}", "guardrail")]
    [InlineData(404, "{}", "Check the endpoint")]
    [InlineData(405, "{}", "such as https://api.mistral.ai/v1")]
    [InlineData(302, "", "redirects")]
    [InlineData(429, """{"code":"3505"}""", "Try again later, or use another model")]
    [InlineData(429, """{"message":"Requests rate limit exceeded"}""", "Wait before the next request, or send fewer requests")]
    [InlineData(400, """{"code":"1500","message":"Invalid model: x"}""", "MistralClient.Models.ListAsync (GET /v1/models)")]
    [InlineData(
        400, """{"code":"3051","message":"reasoning_effort='high' is not supported for this model."}""",
        "The model does not support reasoning. Leave ChatOptions.Reasoning and reasoning_effort unset.")]
    [InlineData(
        400, """{"code":"3051","message":"reasoning_effort='medium' is not supported for this model. Must be one of (none, high)"}""",
        "Set the reasoning effort to none or high.")]
    [InlineData(400, """{"code":"3054","message":"top_p must be 1 when using greedy sampling"}""", "Set TopP to 1")]
    [InlineData(400, """{"message":"Prompt contains 9 tokens, too large for model with 8 maximum context length"}""", "Shorten the input")]
    [InlineData(422, """{"message":"prompt_too_long"}""", "Shorten the input")]
    [InlineData(400, """{"message":"response_format is not allowed with tools"}""", "Remove one of them")]
    public async Task Error_message_contains_advice(int status, string body, string advice)
    {
        var exception = await CreateErrorServer(status, body).ExpectErrorAsync();

        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_limit_of_zero_is_reported_as_a_missing_quota()
    {
        var zeroLimit = await CreateErrorServer(429, "{}", "x-ratelimit-limit-req-minute: 0").ExpectErrorAsync();
        var positiveLimit = await CreateErrorServer(429, "{}", "x-ratelimit-limit-req-minute: 1").ExpectErrorAsync();

        Assert.Contains("no quota for this model", zeroLimit.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no quota", positiveLimit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codestral_advice_is_omitted_for_other_hosts()
    {
        var exception = await CreateErrorServer(401, "{}").ExpectErrorAsync(options => options.Endpoint = new("https://models.example"));

        Assert.Contains("rejected by models.example.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("codestral", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unauthorized_error_without_a_key_reports_the_missing_key()
    {
        var exception = await CreateErrorServer(401, "{}").ExpectErrorAsync(options =>
        {
            options.Endpoint = new("https://models.example");
            options.ApiKey = null;
        });

        Assert.Contains("MistralClient sent no API key", exception.Message, StringComparison.Ordinal);
    }

    private static StubServer CreateErrorServer(int status, string body, string headers = "") => new StubServer().Then(() =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        foreach (var header in headers.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Assert.True(response.Headers.TryAddWithoutValidation(header.Split(": ", 2)[0], header.Split(": ", 2)[1]));
        return response;
    });
}
