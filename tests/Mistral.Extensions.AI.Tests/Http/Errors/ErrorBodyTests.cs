using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Http.Errors;

/// <summary>The formats of the error responses of Mistral and of the proxies in front of it, and the redaction of their content.</summary>
public sealed class ErrorBodyTests
{
    [Theory]
    // The usual format. The code is a string, a number or null.
    [InlineData(
        400,
        """{"object":"error","message":"Expected last role User or Tool","type":"invalid_request_message_order","param":"""
            + """null,"code":"3230","raw_status_code":400}""",
        "Expected last role User or Tool", "3230", "invalid_request_message_order", null)]
    [InlineData(
        400, """{"object":"error","message":"Invalid model: x","type":"invalid_model","param":"model","code":1500}""",
        "Invalid model: x", "1500", "invalid_model", "model")]
    [InlineData(
        429, """{"object":"error","message":"Capacity exceeded","type":"invalid_request_error","param":null,"code":null}""",
        "Capacity exceeded", null, "invalid_request_error", null)]
    // An invalid field: the message is an object, an array, or JSON in a string.
    [InlineData(
        422,
        """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":"""
            + """["body","seed"],"msg":"Extra inputs are not permitted","input":7,"url":"https://errors.pydantic.dev/x"}]}"""
            + ""","type":"invalid_request_error","param":null,"code":null}""",
        "Mistral does not accept the field \"seed\"", null, "invalid_request_error", "seed")]
    [InlineData(
        422,
        """{"object":"error","message":"{\"detail\":[{\"type\":\"missing\",\"loc\":"""
            + """[\"body\",\"model\"],\"msg\":\"Field required\",\"input\":"""
            + """{}}]}","type":"internal_error_proxy","param":null,"code":"1000"}""",
        "model: Field required", "1000", "internal_error_proxy", "model")]
    [InlineData(
        422,
        """{"object":"Error","detail":[{"type":"extra_forbidden","loc":["body","tools"],"msg":"No"}],"message":"""
            + """[{"type":"extra_forbidden","loc":["body","tools"],"msg":"No"}],"type":"invalid_request_error","code":3001}""",
        "Mistral does not accept the field \"tools\"", "3001", "invalid_request_error", "tools")]
    [InlineData(
        422,
        """{"detail":[{"loc":["body","messages",0,"user","name"],"msg":"Too long","type":"string_too_long","input":"x","ctx":{"max":1}},"""
            + """{"loc":["query","page"],"msg":"Bad","type":"int"}]}""",
        "messages.0.user.name: Too long; page: Bad", null, null, "messages.0.user.name")]
    [InlineData(422, """{"detail":[{"msg":"Something is wrong"}]}""", "Something is wrong", null, null, null)]
    // Authentication: three formats.
    [InlineData(401, """{"detail":"Unauthorized"}""", "Unauthorized", null, null, null)]
    [InlineData(401, """{"message":"Unauthorized","request_id":"abc"}""", "Unauthorized", null, null, null)]
    [InlineData(401, "", "Unauthorized", null, null, null)]
    // Observability, guardrails, an older rate limit error, realtime audio.
    [InlineData(404, """{"detail":{"message":"No such span","error_code":"NOT_FOUND"}}""", "No such span", "NOT_FOUND", null, null)]
    [InlineData(
        403, """{"error":{"message":"Content blocked by guardrail","status":403},"guardrails":{"jailbreaking":true}}""",
        "Content blocked by guardrail", null, null, null)]
    [InlineData(
        403,
        """{"object":"Error","message":"Guardrail evaluation failed","type":"invalid_request_error","code":3201,"guardrails":[]}""",
        "Guardrail evaluation failed", "3201", "invalid_request_error", null)]
    [InlineData(429, """{"message":"Requests rate limit exceeded"}""", "Requests rate limit exceeded", null, null, null)]
    [InlineData(400, """{"error":{"message":{"detail":"Bad audio"},"code":1}}""", "Bad audio", "1", null, null)]
    // Proxies.
    [InlineData(400, """{"error":"nothing here"}""", "nothing here", null, null, null)]
    [InlineData(
        503, "upstream connect error or disconnect/reset before headers", "upstream connect error or disconnect/reset before headers",
        null, null, null)]
    // Cloudflare's gateway: https://github.com/anomalyco/opencode/issues/32051
    [InlineData(
        401, """{"result":null,"success":false,"errors":[{"code":10000,"message":"Authentication error"}],"messages":[]}""",
        "Authentication error", "10000", null, null)]
    [InlineData(
        400, """{"success":false,"result":[],"messages":[],"error":[{"code":2001,"message":"Please configure AI Gateway"}]}""",
        "Please configure AI Gateway", "2001", null, null)]
    [InlineData(502, "<html><body><h1>502 Bad Gateway</h1></body></html>", "Bad Gateway", null, null, null)]
    // Invalid, but seen in practice.
    [InlineData(500, """{"message":"","type":null}""", "Internal Server Error", null, null, null)]
    [InlineData(500, """{"message":"first","message":"second"}""", "second", null, null, null)]
    [InlineData(500, """{"message":"broken \ud800 pair"}""", @"broken \ud800 pair", null, null, null)]
    [InlineData(500, """["a list"]""", """["a list"]""", null, null, null)]
    [InlineData(500, "null", "null", null, null, null)]
    [InlineData(500, """{"detail":[],"code":{"a":1},"loc":true}""", "Internal Server Error", null, null, null)]
    public async Task Error_response_is_parsed(int status, string body, string message, string? code, string? type, string? param)
    {
        var exception = await StubServer.WithResponse(body, (HttpStatusCode)status).ExpectErrorAsync();

        Assert.StartsWith($"POST /v1/chat/completions: {message}.", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"(HTTP {status}", exception.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
        Assert.Equal((code, type, param), (exception.Code, exception.ErrorType, exception.Param));
    }

    [Fact]
    public async Task Malformed_error_response_throws_with_the_status()
    {
        string[] bodies =
        [
            "{",
            "{\"",
            "{\"message\":",
            "[[[[",
            "\0",
            "{\"detail\":[1,null,[]]}",
            "{\"message\":{\"message\":{}}}",
            new string('[', 5000),
        ];

        foreach (var body in bodies)
        {
            var exception = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync();
            Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"detail":[{"type":"value_error","loc":["body","document"],"msg":"Bad document","input":"SECRET"}]}""")]
    [InlineData(
        """{"object":"error","message":{"detail":[{"type":"value_error","loc":["body","document"],"input":"""
            + """{"a":["SECRET",{"b":"SECRET"}]},"msg":"Bad document"}]}}""")]
    [InlineData("""{"message":"{\"detail\":[{\"loc\":[\"body\",\"document\"],\"msg\":\"Bad document\",\"input\":\"SECRET\"}]}"}""")]
    public async Task Input_echoed_in_an_error_response_is_redacted(string body)
    {
        var exception = await StubServer.WithResponse(body, HttpStatusCode.UnprocessableEntity).ExpectErrorAsync();

        Assert.Contains("document: Bad document", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", exception.ResponseBody!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("{{\"type\":\"document_url\",\"pages\":[1,2],\"document_url\":\"{0}\"}}")]
    public async Task Long_input_echoed_in_an_error_response_is_redacted(string input)
    {
        var echo = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, input, string.Concat(Enumerable.Repeat("SECRET", 100_000)));
        var body =
            $$"""{"detail":[{"type":"value_error","loc":["body","document"],"msg":"Bad document","input":{{echo}},"url":"https://x"}]}""";

        var exception = await StubServer.WithResponse(body, HttpStatusCode.UnprocessableEntity).ExpectErrorAsync();

        Assert.Contains("document: Bad document", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", exception.ToString(), StringComparison.Ordinal);
        JsonAssert.Equal("""{"detail":[{"type":"value_error","loc":["body","document"],"msg":"Bad document"}]}""", exception.ResponseBody!);
    }

    [Theory]
    [InlineData("""{"detail":[{}]}""", "Bad Request")]
    [InlineData("""{"detail":[{"msg":""}]}""", "Bad Request")]
    [InlineData("""{"message":"."}""", "Bad Request")]
    [InlineData("{\"message\":\"cut", "Bad Request")]
    [InlineData("""{"message":" ","error":{"message":""}}""", "Bad Request")]
    [InlineData("""{"detail":[{"loc":["body","document"]}]}""", "document is invalid")]
    [InlineData("""{"message":"","error":"Invalid value"}""", "Invalid value")]
    [InlineData("""{"message":"..."}""", "Bad Request")]
    [InlineData("""{"message":["Invalid value","Bad size"],"error":"Bad Request","statusCode":400}""", "Invalid value; Bad size")]
    [InlineData("""{"title":"Invalid value","status":400,"errors":{"model":["Required"]}}""", "Invalid value")]
    [InlineData("""[{"error":{"code":400,"message":"Invalid value","status":"INVALID_ARGUMENT"}}]""", "Invalid value")]
    public async Task Error_response_without_a_plain_message_still_has_a_message(string body, string expectedMessage)
    {
        var exception = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.StartsWith($"POST /v1/chat/completions: {expectedMessage}.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"error":{"message":"\u0073k-its\u002Da-secret is unknown"}}]""")]
    [InlineData("""[{"msg":"\u0073k-its\u002Da-secret is unknown"}]""")]
    [InlineData("""{"message":"Key sk-its-a-secret is unknown"}""")]
    [InlineData(
        """{"message":"Key \u0073k-its\u002Da-secret is unknown","type":"sk-its\u002Da-secret","guardrails":["\u0073k-its-a-secret"]}""")]
    [InlineData("""{"error":{"message":"{\"message\":\"sk-its\\u002Da-secret\"}"}}""")]
    [InlineData("Received: Bearer sk-its-a-secret")]
    [InlineData("<html>sk-its-a-secret</html>")]
    public async Task Key_echoed_in_an_error_response_is_redacted(string body)
    {
        var exception = await StubServer.WithResponse(body, HttpStatusCode.Unauthorized).ExpectErrorAsync(
            options => options.ApiKey = "sk-its-a-secret");

        Assert.DoesNotContain("sk-its-a-secret", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "sk-its-a-secret", $"{exception.ResponseBody} {exception.ErrorType} {exception.Guardrails}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Key sk-its-a-secret is unknown"}}""")]
    [InlineData("""{"error":{"message":"Key sk-its\u002Da-secret is unknown"}}""")]
    public async Task Key_echoed_in_a_success_response_or_stream_is_redacted(string body)
    {
        foreach (var server in new[] { StubServer.WithResponse(body), StubServer.WithRawStream($"data: {body}\n\n") })
        {
            var exception = await Assert.ThrowsAsync<MistralException>(
                () => server.CreateClient(options => options.ApiKey = "sk-its-a-secret").StreamTextAsync());

            Assert.Contains("Key *** is unknown", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-its-a-secret", $"{exception} {exception.ResponseBody}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Key_echoed_in_the_reason_phrase_is_redacted()
    {
        var server = new StubServer().Then(() => new(HttpStatusCode.Unauthorized) { ReasonPhrase = "No sk-its-a-secret here" });

        var exception = await server.ExpectErrorAsync(options => options.ApiKey = "sk-its-a-secret");

        Assert.StartsWith("POST /v1/chat/completions: No *** here.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTML_error_page_is_kept_truncated_and_not_used_as_the_message()
    {
        var page = "<!DOCTYPE html>" + string.Concat(Enumerable.Repeat("xxx ", 100_000));

        var exception = await StubServer.WithResponse(page, HttpStatusCode.BadGateway).ExpectErrorAsync();

        Assert.DoesNotContain("xxx", exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.ResponseBody!.Length, 1000, 2001);
    }

    [Fact]
    public async Task Non_ASCII_error_message_is_readable()
    {
        var exception = await StubServer.WithResponse("""{"message":"Trop cassé: 東京 <b>"}""", HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.Contains("Trop cassé: 東京 <b>", exception.Message, StringComparison.Ordinal);
        Assert.Equal("""{"message":"Trop cassé: 東京 <b>"}""", exception.ResponseBody);
    }

    [Fact]
    public async Task Long_error_message_is_not_truncated_within_a_surrogate_pair()
    {
        var start = string.Concat(Enumerable.Repeat("a b ", 500))[..1999];

        var exception = await StubServer.WithResponse(start + "😀 and more", HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.Equal(start + "…", exception.ResponseBody);
    }
}
