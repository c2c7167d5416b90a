using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>A refusal as a server sends it, and what an exception has to say of it.</summary>
internal sealed record ErrorSample(int Status, string Body, string? Message)
{
    /// <summary>The shapes that Mistral, its older versions and the proxies before it have been seen to send.</summary>
    internal static readonly IReadOnlyDictionary<string, ErrorSample> Observed = new Dictionary<string, ErrorSample>
    {
        ["the usual one"] = new(400, """{"object":"error","message":"Expected last role User","type":"invalid_request_message_order","param":null,"code":"3230","raw_status_code":400}""",
            "Expected last role User")
        { Type = "invalid_request_message_order", Code = "3230" },
        ["a code that is a number"] = new(400, """{"object":"error","message":"Invalid model: x","type":"invalid_model","param":"model","code":1500}""",
            "Invalid model: x")
        { Type = "invalid_model", Code = "1500", Param = "model" },
        ["a code that is null"] = new(429, """{"object":"error","message":"Service tier capacity exceeded","type":"invalid_request_error","param":null,"code":null}""",
            "Service tier capacity exceeded")
        { Type = "invalid_request_error" },
        ["a message that is an object"] = new(422, """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","seed"],"msg":"Extra inputs are not permitted","input":"words-that-stay-between-us","url":"https://errors.pydantic.dev"}]},"type":"invalid_request_error","param":null,"code":null}""",
            "Mistral does not know field \"seed\"")
        { Type = "invalid_request_error", Param = "seed" },
        ["a message that is JSON in a string"] = new(422, """{"object":"error","message":"{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"model\"],\"msg\":\"Field required\",\"input\":{\"a\":\"words-that-stay-between-us\"}}]}","type":"internal_error_proxy","code":"1000"}""",
            "model: Field required")
        { Type = "internal_error_proxy", Code = "1000", Param = "model" },
        ["a message that is a list"] = new(422, """{"object":"Error","detail":[{"type":"missing","loc":["body","inputs"],"msg":"Field required","input":["words-that-stay-between-us"]}],"message":[{"type":"missing","loc":["body","inputs"],"msg":"Field required"}],"type":"invalid_request_error","code":3001}""",
            "inputs: Field required")
        { Type = "invalid_request_error", Code = "3001", Param = "inputs" },
        ["a list of fields"] = new(422, """{"detail":[{"loc":["body","document","document_url"],"msg":"Input should be a valid URL","type":"url_parsing","input":"words-that-stay-between-us","ctx":{"error":"empty host"}}]}""",
            "document.document_url: Input should be a valid URL")
        { Param = "document.document_url" },
        ["the door of the API"] = new(401, """{"detail":"Unauthorized"}""", "Unauthorized"),
        ["the door of the gateway"] = new(401, """{"message":"Unauthorized","request_id":"abc"}""", "Unauthorized"),
        ["a door without words"] = new(401, "", "Unauthorized"),
        ["an error code in the detail"] = new(404, """{"detail":{"message":"No such span","error_code":"NOT_FOUND"}}""", "No such span") { Code = "NOT_FOUND" },
        ["a guardrail that blocks"] = new(403, """{"error":{"message":"Content blocked by guardrail","status":403},"guardrails":{"jailbreaking":{"score":0.9}}}""",
            "Content blocked by guardrail")
        { Guardrails = """{"jailbreaking":{"score":0.9}}""" },
        ["a guardrail that failed"] = new(403, """{"object":"Error","message":"Guardrail evaluation failed","type":"invalid_request_error","code":3201,"guardrails":[]}""",
            "Guardrail evaluation failed")
        { Type = "invalid_request_error", Code = "3201", Guardrails = "[]" },
        ["a guardrail seen in the wild"] = new(403, """{"object":"error","message":"Blocked","type":"guardrail_violation","param":null,"code":"1920","guardrails":[{"name":"pii","action":"block"}]}""",
            "Blocked")
        { Type = "guardrail_violation", Code = "1920", Guardrails = """[{"name":"pii","action":"block"}]""" },
        ["an old rate limit"] = new(429, """{"message":"Requests rate limit exceeded"}""", "Requests rate limit exceeded"),
        ["the rate limit of today"] = new(429, """{"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300","raw_status_code":429}""",
            "Rate limit exceeded")
        { Type = "rate_limited", Code = "1300" },
        ["a model at capacity"] = new(429, """{"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","param":null,"code":"3505"}""",
            "Service tier capacity exceeded for this model")
        { Type = "service_tier_capacity_exceeded", Code = "3505" },
        ["the socket for speech"] = new(400, """{"error":{"message":{"detail":"Bad audio"},"code":1}}""", "Bad audio") { Code = "1" },
        ["a failure of Mistral's"] = new(500, """{"object":"error","message":"Service unavailable.","type":"internal_server_error","param":null,"code":"3000"}""",
            "Service unavailable")
        { Type = "internal_server_error", Code = "3000" },
        ["a batch too large"] = new(400, """{"object":"error","message":"Too many tokens in batch","type":"invalid_request_prompt","param":null,"code":"3210"}""",
            "Too many tokens in batch")
        { Type = "invalid_request_prompt", Code = "3210" },
        ["a document that is none"] = new(400, """{"object":"error","message":"Document is not a valid PDF.","type":"document_parser_invalid_file","param":null,"code":"3740"}""",
            "Document is not a valid PDF")
        { Type = "document_parser_invalid_file", Code = "3740" },
        ["a proxy in words"] = new(503, "upstream connect error or disconnect/reset before headers", "upstream connect error or disconnect/reset before headers")
        { ContentType = "text/plain" },
        ["a proxy in HTML"] = new(502, "<html><body><h1>502 Bad Gateway</h1>words-that-stay-between-us</body></html>", "Bad Gateway") { ContentType = "text/html" },
        ["nothing"] = new(504, "", "Gateway Timeout") { ContentType = null },
        ["JSON that calls itself HTML"] = new(400, """{"message":"No","code":"3051"}""", "No") { Code = "3051", ContentType = "text/html" },
        ["HTML that calls itself JSON"] = new(529, "  <!DOCTYPE html><title>Overloaded</title>", null),
        ["a charset that does not exist"] = new(400, """{"message":"No"}""", "No") { ContentType = "application/json; charset=klingon" },
        ["a refusal that calls itself a stream"] = new(400, """{"message":"No","code":"3230"}""", "No") { Code = "3230", ContentType = "text/event-stream" },
        ["JSON that is cut"] = new(422, """{"object":"error","message":"Too long","code":"3051","detail":[{"loc":["bo""", "Too long") { Code = "3051" },
        ["ten megabytes"] = new(422, $$"""{"message":"Too long","type":"t","code":"7","more":"{{new string('x', 10_000_000)}}"}""", "Too long") { Type = "t", Code = "7" },
    };

    internal string? Type { get; init; }

    internal string? Code { get; init; }

    internal string? Param { get; init; }

    internal string? Guardrails { get; init; }

    internal string? ContentType { get; init; } = "application/json";

    internal HttpResponseMessage CreateResponse(params IEnumerable<(string Name, string Value)> headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        if (ContentType is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    internal StubServer CreateServer(params IEnumerable<(string Name, string Value)> headers) => new StubServer().Then(() => CreateResponse(headers));
}
