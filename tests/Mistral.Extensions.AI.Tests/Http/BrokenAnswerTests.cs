extern alias Polly7;

using System.Net;
using System.Text.Json;
using Mistral.Extensions.AI.Tests.Wire;
using Polly.Timeout;

namespace Mistral.Extensions.AI.Tests.Http;

/// <summary>Whatever the network does, a caller has one exception to catch.</summary>
public sealed class BrokenAnswerTests
{
    public static TheoryData<Exception> Failures =>
    [
        new HttpRequestException("No such host is known."),
        new IOException("The connection was reset."),
        new InvalidDataException("The archive entry was compressed using an unsupported compression method."),
    ];

    [Fact]
    public async Task Without_a_connection_the_exception_names_the_host()
    {
        var failure = new HttpRequestException("Connection refused");
        var exception = await new StubServer().Then(() => throw failure).RefusedAsync();

        Assert.Equal("POST /v1/chat/completions: The connection to api.mistral.ai failed. Connection refused", exception.Message);
        Assert.Same(failure, exception.InnerException);
        Assert.Null(exception.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_connection_that_breaks_within_an_answer_is_told(Exception failure)
    {
        var exception = await Answering(ScriptedBody.Breaking(failure, """{"id":"cm""")).RefusedAsync();

        Assert.Same(failure, exception.InnerException);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_connection_that_breaks_within_a_stream_is_told_after_what_had_come(Exception failure)
    {
        var piece = Calls.Event(StubServer.Chunk("""{"content":"Hel"}"""));
        var pieces = new List<string>();

        var exception = await Assert.ThrowsAsync<MistralException>(
            () => Answering(ScriptedBody.Breaking(failure, piece), "text/event-stream").Client().StreamAsync(pieces.Add));

        Assert.Same(failure, exception.InnerException);
        Assert.Equal(["Hel"], pieces);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_refusal_that_breaks_off_is_still_a_refusal(Exception failure)
    {
        var body = ScriptedBody.Breaking(failure, """{"mess""");

        var exception = await new StubServer().Then(() => body.Response(status: HttpStatusCode.Forbidden)).RefusedAsync();

        Assert.Equal(HttpStatusCode.Forbidden, exception.StatusCode);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [InlineData("<html>Log in</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"choices":"none"}""")]
    [InlineData("""{"id":"cmpl-1","choices":[""")]
    public async Task An_answer_that_is_no_answer_is_told(string body)
    {
        var exception = await StubServer.Answering(body).RefusedAsync();

        Assert.StartsWith("POST /v1/chat/completions: The answer is not the JSON that was expected (at ", exception.Message, StringComparison.Ordinal);
        Assert.IsType<JsonException>(exception.InnerException, exactMatch: false);
    }

    [Fact]
    public async Task An_event_that_is_no_JSON_is_told()
    {
        var server = StubServer.StreamingRaw("data: {oops\n\ndata: [DONE]\n\n");

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.Client().StreamAsync());

        Assert.IsType<JsonException>(exception.InnerException, exactMatch: false);
    }

    public static TheoryData<Exception> Rejections =>
    [
        new TimeoutRejectedException("The operation didn't complete within the allowed timeout."),
        new Polly7::Polly.CircuitBreaker.BrokenCircuitException<HttpResponseMessage>("The circuit is open.", new()),
    ];

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task What_a_resilience_handler_gives_up_is_told(Exception rejection)
    {
        var exception = await new StubServer().Then(() => throw rejection).RefusedAsync();

        Assert.Same(rejection, exception.InnerException);
        Assert.Contains("resilience handler", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_a_handler_of_the_callers_is_not_touched()
    {
        var own = new InvalidOperationException("of the caller");

        Assert.Same(own, await Assert.ThrowsAsync<InvalidOperationException>(() => new StubServer().Then(() => throw own).Client().AskAsync()));
    }

    private static StubServer Answering(ScriptedBody body, string contentType = "application/json") => new StubServer().Then(() => body.Response(contentType));
}
