using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Servers echo the input they reject, such as prompts and documents, in many formats. The echo appears neither in exceptions nor in logs.
/// </summary>
public sealed class ErrorRedactionTests
{
    private const string Secret = ApiOperations.SecretText;

    public static MatrixTheoryData<string, string> ErrorBodiesAndOperations => new(
        [
            // Python writes NaN and Infinity, which are not valid JSON.
            $$$"""{"detail":[{"loc":["body","m"],"msg":"Refused","ctx":NaN,"input":"{{{Secret}}}"}]}""",
            $$$"""{"detail":[{"loc":["body","m"],"msg":"Refused","input":{"a":["{{{Secret}}}",Infinity,"{{{Secret}}}"]}}]}""",
            $$$"""[{"loc":["body","m"],"msg":"Refused","input":"{{{Secret}}}"}]""",
            $$$"""{"detail":[{"loc":["body","m"],"msg":"Refused"}],"body":{"messages":[{"content":"{{{Secret}}}"}]}}""",
            $$$"""{"detail":[{"loc":["body","m"],"msg":"Refused","input":{"a":[{"b":{}},"{{{Secret}}}"]},"url":"x"}]}""",
            // A gateway quotes the error response of the server behind it.
            """{"error":{"message":"litellm.BadRequestError: Refused - """
                + $$$"""{\"detail\":[{\"msg\":\"Refused\",\"input\":\"{{{Secret}}}\"}]}","code":"400"}}""",
            $$$"""{"message":"Refused","debug":"{\"a\":\"{\\\"input\\\":\\\"{{{Secret}}}\\\"}\"}"}""",
            $$$"""Refused by upstream: {"detail":[{"loc":["body","m"],"msg":"Refused","input":"{{{Secret}}}"}]}""",
            // vLLM prints the errors of pydantic.
            """{"object":"error","message":"[{'type': 'missing', 'loc': ('body', 'm'), """
                + $$$"""'msg': 'Refused', 'input': {'q': '{{{Secret}}}'}}]","code":400}""",
            $$$"""{"message":"1 validation error: Refused [type=x, input_value='{{{Secret}}}', input_type=str]"}""",
            $$$"""{"message":"1 validation error: Refused [type=x, input_value='{{{Secret}}}"}""",
            $"1 validation error: Refused [type=x, input_value='secret-\n{Secret}'",
        ],
        ApiOperations.Names);

    [Theory]
    [MemberData(nameof(ErrorBodiesAndOperations))]
    public async Task Request_data_in_an_error_response_is_redacted(string body, string operation)
    {
        var errorResponse = StubServer.WithResponse(body, HttpStatusCode.BadRequest);
        var errorEvent = StubServer.WithRawStream($"event: error\n{FormatSseData(body)}\n\n");
        // A file may contain any text: its download returns what is an error elsewhere.
        var servers = ApiOperations.JsonNames.Contains(operation) ? new[] { errorResponse, errorEvent } : [errorResponse];
        foreach (var server in servers)
        {
            var error = await Assert.ThrowsAsync<MistralException>(() => server.CreateClient().CallAsync(operation));

            Assert.DoesNotContain(Secret, $"{error} {error.ResponseBody}", StringComparison.Ordinal);
            if (error.StatusCode is HttpStatusCode.BadRequest)
                Assert.Contains("Refused", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"message":"Could not load data:image/png;base64,{0} as an image"}""")]
    [InlineData("""{"message":"Could not load data:image/png;base64,{0}"}""")]
    [InlineData("Could not load data:image/png;base64,{0} as an image")]
    public async Task Document_in_an_error_response_is_redacted(string body)
    {
        var document = Convert.ToBase64String([.. Enumerable.Range(0, 700).Select(number => (byte)(number * 31))]);
        var server = StubServer.WithResponse(body.Replace("{0}", document, StringComparison.Ordinal), HttpStatusCode.BadRequest);

        var error = await server.ExpectErrorAsync();

        Assert.Contains("Could not load data:image/png;base64,", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(document[20..60], $"{error} {error.ResponseBody}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Errno 111] Connection refused")]
    [InlineData("{oops")]
    [InlineData("[500] Internal error")]
    [InlineData("Invalid schema {\"a\":1} at line 3")]
    [InlineData("Invalid input {name} in the template")]
    public async Task Error_text_that_resembles_JSON_is_kept(string body)
    {
        var error = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.Equal($"POST /v1/chat/completions: {body}. (HTTP 400)", error.Message);
        Assert.Equal(body, error.ResponseBody);
    }

    private static string FormatSseData(string body) => string.Join('\n', body.Split('\n').Select(line => $"data: {line}"));
}
