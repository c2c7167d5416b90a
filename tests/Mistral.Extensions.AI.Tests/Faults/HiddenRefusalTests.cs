using System.Net;
using System.Text;
using Mistral.Extensions.AI.Tests.Wire;

namespace Mistral.Extensions.AI.Tests.Faults;

/// <summary>A server may say "200 OK" and mean no: that is not an empty answer.</summary>
public sealed class HiddenRefusalTests
{
    public static MatrixTheoryData<string, string> RefusalsAndRoutes => new(
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
        Routes.Names);

    public static TheoryData<string> Documents => [.. Routes.Documents];

    public static TheoryData<string> Streams => [.. Routes.Streams];

    public static MatrixTheoryData<string, string> PagesAndRoutes => new(
        ["<html><title>Log in</title></html>", "", "null", "[1]", "\"OK\"", "{", "\0\0\0", "Service moved"], Routes.Names);

    [Theory]
    [MemberData(nameof(RefusalsAndRoutes))]
    public async Task A_refusal_with_status_200_is_a_refusal(string body, string route)
    {
        var exception = await RefusedAsync(Answering(body, "application/json"), route);

        Assert.StartsWith($"{Routes.Line(route)}: Out of capacity.", exception.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "3505", "t", "019b"), (exception.StatusCode, exception.Code, exception.ErrorType, exception.RequestId));
    }

    [Theory]
    [MemberData(nameof(PagesAndRoutes))]
    public async Task A_success_that_is_no_answer_keeps_its_status_and_id(string body, string route)
    {
        var exception = await RefusedAsync(Answering(body, "text/html"), route);

        Assert.StartsWith($"{Routes.Line(route)}: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Log in", exception.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "019b"), (exception.StatusCode, exception.RequestId));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task An_answer_with_nothing_of_what_was_asked_for_is_none(string route)
    {
        foreach (var body in new[] { "{}", """{"object":"list"}""", """{"choices":[]}""" })
        {
            var exception = await RefusedAsync(Answering(body, "application/json"), route);

            Assert.Equal($"{Routes.Line(route)}: The answer has nothing of what was asked for. (HTTP 200, correlation id 019b)", exception.Message);
            Assert.Equal(body, exception.ResponseBody);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_whole_answer_to_who_asked_for_a_stream_is_told(string route)
    {
        var exception = await RefusedAsync(Answering(StubServer.Completion("""{"role":"assistant","content":"Hi"}"""), "application/json"), route);

        Assert.Contains("The answer is application/json and no event stream.", exception.Message, StringComparison.Ordinal);
    }

    private static StubServer Answering(string body, string contentType) => new StubServer().Then(() =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        response.Headers.TryAddWithoutValidation("mistral-correlation-id", "019b");
        return response;
    });

    private static Task<MistralException> RefusedAsync(StubServer server, string route) =>
        Assert.ThrowsAsync<MistralException>(() => server.Client().CallAsync(route));
}
