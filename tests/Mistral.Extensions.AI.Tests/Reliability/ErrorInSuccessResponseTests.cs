using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Reliability;

/// <summary>An error body with status 200 throws, and is not returned as an empty response.</summary>
public sealed class ErrorInSuccessResponseTests
{
    public static MatrixTheoryData<string, string> ErrorBodiesAndOperations => new(
        [
            """{"object":"error","message":"Out of capacity","type":"t","code":"3505"}""",
            """{"object":"Error","message":"Out of capacity","type":"t","code":3505}""",
            """{"error":{"message":"Out of capacity","type":"t","code":3505} }""",
            """{"message":"Out of capacity","type":"t","code":3505,"request_id":"abc"}""",
            """{"detail":"Out of capacity","type":"t","code":"3505","id":[1],"created":"now"}""",
            "\uFEFF" + """{"error":{"message":"Out of capacity","type":"t","code":3505} }""",
            "\n\n  \r\n" + """{"object":"error","message":"Out of capacity","type":"t","code":3505}""",
            """{"error":{"message":"Out of capacity","type":"t","code":3505},"more":" """ + new string('x', 100_000) + "\"}",
        ],
        ApiOperations.JsonNames);

    public static TheoryData<string> NonStreamingOperations => [.. ApiOperations.NonStreamingNames];

    public static TheoryData<string> StreamingOperations => [.. ApiOperations.StreamingNames];

    public static MatrixTheoryData<string, string> InvalidBodiesAndOperations => new(
        ["<html><title>Log in</title></html>", "null", "[1]", "\"OK\"", "{", "\0\0\0", "Service moved"], ApiOperations.JsonNames);

    public static TheoryData<string> OperationsWithResponseBody =>
        [.. ApiOperations.JsonNames.Where(operation => !ApiOperations.HasNoResponseBody(operation))];

    public static TheoryData<string> OperationsWithoutResponseBody => [.. ApiOperations.JsonNames.Where(ApiOperations.HasNoResponseBody)];

    [Theory]
    [MemberData(nameof(ErrorBodiesAndOperations))]
    public async Task Error_body_with_status_200_throws(string body, string operation)
    {
        var exception = await ExpectErrorAsync(CreateServer(body, "application/json"), operation);

        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: Out of capacity.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(
            (HttpStatusCode.OK, "3505", "t", "019b"), (exception.StatusCode, exception.Code, exception.ErrorType, exception.RequestId));
    }

    [Theory]
    [MemberData(nameof(InvalidBodiesAndOperations))]
    public Task Invalid_body_with_status_200_throws_with_status_and_request_id(string body, string operation) =>
        AssertThrowsWithStatusAndRequestIdAsync(body, operation);

    [Theory]
    [MemberData(nameof(OperationsWithResponseBody))]
    public Task Empty_body_with_status_200_throws_with_status_and_request_id(string operation) =>
        AssertThrowsWithStatusAndRequestIdAsync("", operation);

    [Theory]
    [MemberData(nameof(OperationsWithoutResponseBody))]
    public async Task Empty_body_completes_an_operation_without_response_body(string operation)
    {
        foreach (var status in new[] { HttpStatusCode.NoContent, HttpStatusCode.OK })
        {
            var server = StubServer.WithResponse("", status);

            await server.CreateClient().CallAsync(operation);

            Assert.Single(server.RequestMessages);
        }
    }

    [Theory]
    [MemberData(nameof(NonStreamingOperations))]
    public async Task Response_without_expected_fields_throws(string operation)
    {
        foreach (var body in new[] { "{}", """{"object":"list"}""", """{"choices":[]}""" })
        {
            var exception = await ExpectErrorAsync(CreateServer(body, "application/json"), operation);

            Assert.Equal(
                $"{ApiOperations.GetRequestLine(operation)}: The response does not contain the requested content."
                    + " (HTTP 200, correlation ID 019b)",
                exception.Message);
            Assert.Equal(body, exception.ResponseBody);
        }
    }

    [Theory]
    [MemberData(nameof(StreamingOperations))]
    public async Task Non_streamed_response_to_a_streaming_request_throws(string operation)
    {
        var completion = StubServer.Completion("""{"role":"assistant","content":"Hi"}""");

        var exception = await ExpectErrorAsync(CreateServer(completion, "application/json"), operation);

        Assert.Contains(
            "Expected an event stream, but the content type of the response is application/json.",
            exception.Message,
            StringComparison.Ordinal);
    }

    private static async Task AssertThrowsWithStatusAndRequestIdAsync(string body, string operation)
    {
        var exception = await ExpectErrorAsync(CreateServer(body, "text/html"), operation);

        Assert.StartsWith($"{ApiOperations.GetRequestLine(operation)}: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Log in", exception.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "019b"), (exception.StatusCode, exception.RequestId));
    }

    private static StubServer CreateServer(string body, string contentType) => new StubServer().Then(() =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        response.Headers.TryAddWithoutValidation("mistral-correlation-id", "019b");
        return response;
    });

    private static Task<MistralException> ExpectErrorAsync(StubServer server, string operation) =>
        Assert.ThrowsAsync<MistralException>(() => server.CreateClient().CallAsync(operation));
}
