using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>An error response, and the values that its exception must have.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Text">The body. Line breaks are removed before it is sent; they only keep the lines of this file short.</param>
/// <param name="Message">The expected exception message after the method and path, or null if it is not checked.</param>
internal sealed record ErrorSample(int Status, string Text, string? Message)
{
    private const string Secret = ApiOperations.SecretText;

    /// <summary>Error responses in the formats of the API, of its older versions and of proxies, and malformed ones.</summary>
    internal static readonly IReadOnlyDictionary<string, ErrorSample> Observed = new Dictionary<string, ErrorSample>
    {
        ["typical error"] = new(400, """
            {"object":"error","message":"Expected last role User","type":"invalid_request_message_order","param":null,
            "code":"3230","raw_status_code":400}
            """, "Expected last role User") { Type = "invalid_request_message_order", Code = "3230" },
        ["numeric code"] = new(400, """
            {"object":"error","message":"Invalid model: x","type":"invalid_model","param":"model","code":1500}
            """, "Invalid model: x") { Type = "invalid_model", Code = "1500", Param = "model" },
        ["null code"] = new(429, """
            {"object":"error","message":"Service tier capacity exceeded","type":"invalid_request_error","param":null,"code":null}
            """, "Service tier capacity exceeded") { Type = "invalid_request_error" },
        ["object as message"] = new(422, $$"""
            {"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","seed"],
            "msg":"Extra inputs are not permitted","input":"{{Secret}}","url":"https://errors.pydantic.dev"}]},
            "type":"invalid_request_error","param":null,"code":null}
            """, "Mistral does not accept the field \"seed\"") { Type = "invalid_request_error", Param = "seed" },
        ["JSON string as message"] = new(422, $$$"""
            {"object":"error","message":"{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"model\"],
            \"msg\":\"Field required\",\"input\":{\"a\":\"{{{Secret}}}\"}}]}","type":"internal_error_proxy","code":"1000"}
            """, "model: Field required") { Type = "internal_error_proxy", Code = "1000", Param = "model" },
        ["list as message"] = new(422, $$"""
            {"object":"Error","detail":[{"type":"missing","loc":["body","inputs"],"msg":"Field required","input":["{{Secret}}"]}],
            "message":[{"type":"missing","loc":["body","inputs"],"msg":"Field required"}],"type":"invalid_request_error","code":3001}
            """, "inputs: Field required") { Type = "invalid_request_error", Code = "3001", Param = "inputs" },
        ["list of invalid fields"] = new(422, $$$"""
            {"detail":[{"loc":["body","document","document_url"],"msg":"Input should be a valid URL","type":"url_parsing",
            "input":"{{{Secret}}}","ctx":{"error":"empty host"}}]}
            """, "document.document_url: Input should be a valid URL") { Param = "document.document_url" },
        ["401 from the API"] = new(401, """{"detail":"Unauthorized"}""", "Unauthorized"),
        ["401 from the gateway"] = new(401, """{"message":"Unauthorized","request_id":"abc"}""", "Unauthorized"),
        ["401 without a body"] = new(401, "", "Unauthorized"),
        ["error code in the detail"] = new(404, """
            {"detail":{"message":"No such span","error_code":"NOT_FOUND"}}
            """, "No such span") { Code = "NOT_FOUND" },
        ["blocked by a guardrail"] = new(403, """
            {"error":{"message":"Content blocked by guardrail","status":403},"guardrails":{"jailbreaking":{"score":0.9}}}
            """, "Content blocked by guardrail") { Guardrails = """{"jailbreaking":{"score":0.9}}""" },
        ["failed guardrail"] = new(403, """
            {"object":"Error","message":"Guardrail evaluation failed","type":"invalid_request_error","code":3201,"guardrails":[]}
            """, "Guardrail evaluation failed") { Type = "invalid_request_error", Code = "3201", Guardrails = "[]" },
        ["list of guardrails"] = new(403, """
            {"object":"error","message":"Blocked","type":"guardrail_violation","param":null,"code":"1920",
            "guardrails":[{"name":"pii","action":"block"}]}
            """, "Blocked") { Type = "guardrail_violation", Code = "1920", Guardrails = """[{"name":"pii","action":"block"}]""" },
        ["rate limit, old format"] = new(429, """{"message":"Requests rate limit exceeded"}""", "Requests rate limit exceeded"),
        ["rate limit"] = new(429, """
            {"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300","raw_status_code":429}
            """, "Rate limit exceeded") { Type = "rate_limited", Code = "1300" },
        ["model at capacity"] = new(429, """
            {"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded",
            "param":null,"code":"3505"}
            """, "Service tier capacity exceeded for this model") { Type = "service_tier_capacity_exceeded", Code = "3505" },
        ["realtime audio error"] = new(400, """{"error":{"message":{"detail":"Bad audio"},"code":1}}""", "Bad audio") { Code = "1" },
        ["internal server error"] = new(500, """
            {"object":"error","message":"Service unavailable.","type":"internal_server_error","param":null,"code":"3000"}
            """, "Service unavailable") { Type = "internal_server_error", Code = "3000" },
        ["embedding batch too large"] = new(400, """
            {"object":"error","message":"Too many tokens in batch","type":"invalid_request_prompt","param":null,"code":"3210"}
            """, "Too many tokens in batch") { Type = "invalid_request_prompt", Code = "3210" },
        ["invalid document"] = new(400, """
            {"object":"error","message":"Document is not a valid PDF.","type":"document_parser_invalid_file","param":null,"code":"3740"}
            """, "Document is not a valid PDF") { Type = "document_parser_invalid_file", Code = "3740" },
        ["plain-text proxy error"] = new(503, """
            upstream connect error or disconnect/reset before headers
            """, "upstream connect error or disconnect/reset before headers") { ContentType = "text/plain" },
        ["HTML proxy error"] = new(502, $"""
            <html><body><h1>502 Bad Gateway</h1>{Secret}</body></html>
            """, "Bad Gateway") { ContentType = "text/html" },
        ["empty body"] = new(504, "", "Gateway Timeout") { ContentType = null },
        ["JSON declared as HTML"] = new(400, """
            {"message":"No","code":"3051"}
            """, "No") { Code = "3051", ContentType = "text/html" },
        ["HTML declared as JSON"] = new(529, "  <!DOCTYPE html><title>Overloaded</title>", null),
        ["unknown charset"] = new(400, """{"message":"No"}""", "No") { ContentType = "application/json; charset=unknown" },
        ["JSON declared as an event stream"] = new(400, """
            {"message":"No","code":"3230"}
            """, "No") { Code = "3230", ContentType = "text/event-stream" },
        ["truncated JSON"] = new(422, """
            {"object":"error","message":"Too long","code":"3051","detail":[{"loc":["bo
            """, "Too long") { Code = "3051" },
        ["10 MB body"] = new(422, $$"""
            {"message":"Too long","type":"t","code":"7","more":"{{new string('x', 10_000_000)}}"}
            """, "Too long") { Type = "t", Code = "7" },
    };

    internal string? Type { get; init; }

    internal string? Code { get; init; }

    internal string? Param { get; init; }

    internal string? Guardrails { get; init; }

    internal string? ContentType { get; init; } = "application/json";

    internal HttpResponseMessage CreateResponse(params IEnumerable<(string Name, string Value)> headers)
    {
        var body = Encoding.UTF8.GetBytes(Text.ReplaceLineEndings(""));
        var response = new HttpResponseMessage((HttpStatusCode)Status) { Content = new ByteArrayContent(body) };
        if (ContentType is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    internal StubServer CreateServer(params IEnumerable<(string Name, string Value)> headers) =>
        new StubServer().Then(() => CreateResponse(headers));
}
