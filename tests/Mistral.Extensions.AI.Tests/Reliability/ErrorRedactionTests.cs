using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>
/// Servers show what they refuse, whole prompts and documents, each in a way of its own. It is on no way into a message or a log.
/// </summary>
public sealed class ErrorRedactionTests
{
    public static MatrixTheoryData<string, string> ErrorBodiesAndOperations => new(
        [
            // Python writes numbers that are no JSON.
            """{"detail":[{"loc":["body","m"],"msg":"Refused","ctx":NaN,"input":"words-that-stay-between-us"}]}""",
            """{"detail":[{"loc":["body","m"],"msg":"Refused","input":{"a":["words-that-stay-between-us",Infinity,"words-that-stay-between-us"]}}]}""",
            """[{"loc":["body","m"],"msg":"Refused","input":"words-that-stay-between-us"}]""",
            """{"detail":[{"loc":["body","m"],"msg":"Refused"}],"body":{"messages":[{"content":"words-that-stay-between-us"}]}}""",
            """{"detail":[{"loc":["body","m"],"msg":"Refused","input":{"a":[{"b":{}},"words-that-stay-between-us"]},"url":"x"}]}""",
            // A gateway shows the refusal of the server behind it.
            """{"error":{"message":"litellm.BadRequestError: Refused - {\"detail\":[{\"msg\":\"Refused\",\"input\":\"words-that-stay-between-us\"}]}","code":"400"}}""",
            """{"message":"Refused","debug":"{\"a\":\"{\\\"input\\\":\\\"words-that-stay-between-us\\\"}\"}"}""",
            """Refused by upstream: {"detail":[{"loc":["body","m"],"msg":"Refused","input":"words-that-stay-between-us"}]}""",
            // vLLM prints what pydantic says.
            """{"object":"error","message":"[{'type': 'missing', 'loc': ('body', 'm'), 'msg': 'Refused', 'input': {'q': 'words-that-stay-between-us'}}]","code":400}""",
            """{"message":"1 validation error: Refused [type=x, input_value='words-that-stay-between-us', input_type=str]"}""",
            """{"message":"1 validation error: Refused [type=x, input_value='words-that-stay-between-us"}""",
            "1 validation error: Refused [type=x, input_value='words-that\nwords-that-stay-between-us'",
        ],
        ApiOperations.Names);

    [Theory]
    [MemberData(nameof(ErrorBodiesAndOperations))]
    public async Task Request_data_in_an_error_response_is_redacted(string body, string operation)
    {
        foreach (var server in new[] { StubServer.WithResponse(body, HttpStatusCode.BadRequest), StubServer.WithRawStream($"event: error\n{FormatSseData(body)}\n\n") })
        {
            if (server.CreateClient().CallAsync(operation) is var call && await Record.ExceptionAsync(() => call) is MistralException refusal)
            {
                Assert.DoesNotContain(ApiOperations.SecretText, $"{refusal} {refusal.ResponseBody}", StringComparison.Ordinal);
                Assert.True(refusal.StatusCode is not HttpStatusCode.BadRequest || refusal.Message.Contains("Refused", StringComparison.Ordinal), refusal.Message);
            }
            else
            {
                Assert.Fail("Not refused");
            }
        }
    }

    [Theory]
    [InlineData("""{"message":"Could not load data:image/png;base64,{0} as an image"}""")]
    [InlineData("""{"message":"Could not load data:image/png;base64,{0}"}""")]
    [InlineData("Could not load data:image/png;base64,{0} as an image")]
    public async Task Document_in_an_error_response_is_redacted(string body)
    {
        var document = Convert.ToBase64String([.. Enumerable.Range(0, 700).Select(number => (byte)(number * 31))]);

        var refusal = await StubServer.WithResponse(body.Replace("{0}", document, StringComparison.Ordinal), HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.Contains("Could not load data:image/png;base64,", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(document[20..60], $"{refusal} {refusal.ResponseBody}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Errno 111] Connection refused")]
    [InlineData("{oops")]
    [InlineData("[500] Internal error")]
    [InlineData("Invalid schema {\"a\":1} at line 3")]
    [InlineData("Invalid input {name} in the template")]
    public async Task Error_text_that_resembles_JSON_is_kept(string body)
    {
        var refusal = await StubServer.WithResponse(body, HttpStatusCode.BadRequest).ExpectErrorAsync();

        Assert.Equal($"POST /v1/chat/completions: {body}. (HTTP 400)", refusal.Message);
        Assert.Equal(body, refusal.ResponseBody);
    }

    private static string FormatSseData(string body) => string.Join('\n', body.Split('\n').Select(line => $"data: {line}"));
}
