extern alias Polly7;

using System.Net;
using System.Text;
using System.Text.Json;
using Mistral.Extensions.AI.Tests.Infrastructure;
using Polly.Timeout;

namespace Mistral.Extensions.AI.Tests.Http.Errors;

/// <summary>Failures of the network and invalid responses throw <see cref="MistralException"/>.</summary>
public sealed class TransportErrorTests
{
    public static TheoryData<Exception> Failures =>
    [
        new HttpRequestException("No such host is known."),
        new IOException("The connection was reset."),
        new InvalidDataException("The archive entry was compressed using an unsupported compression method."),
    ];

    [Fact]
    public async Task Failed_connection_names_the_host()
    {
        var failure = new HttpRequestException("Connection refused");
        var exception = await new StubServer().Then(() => throw failure).ExpectErrorAsync();

        Assert.Equal("POST /v1/chat/completions: The connection to api.mistral.ai failed. Connection refused", exception.Message);
        Assert.Same(failure, exception.InnerException);
        Assert.Null(exception.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Connection_failure_within_a_response_throws(Exception failure)
    {
        var exception = await CreateServer(ScriptedResponseStream.Failing(failure, """{"id":"cm""")).ExpectErrorAsync();

        Assert.Same(failure, exception.InnerException);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Connection_failure_within_a_stream_throws_after_the_received_chunks(Exception failure)
    {
        var chunk = TestCalls.SseEvent(StubServer.Chunk("""{"content":"Hel"}"""));
        var chunks = new List<string>();
        var client = CreateServer(ScriptedResponseStream.Failing(failure, chunk), "text/event-stream").CreateClient();

        var exception = await Assert.ThrowsAsync<MistralException>(() => client.StreamTextAsync(chunks.Add));

        Assert.Same(failure, exception.InnerException);
        Assert.Equal(["Hel"], chunks);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Truncated_error_response_keeps_the_status(Exception failure)
    {
        var body = ScriptedResponseStream.Failing(failure, """{"mess""");

        var exception = await new StubServer().Then(() => body.ToResponse(status: HttpStatusCode.Forbidden)).ExpectErrorAsync();

        Assert.Equal(HttpStatusCode.Forbidden, exception.StatusCode);
        Assert.True(body.IsDisposed);
    }

    [Theory]
    [InlineData("Log in")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"choices":"none"}""")]
    [InlineData("""{"id":"cmpl-1","choices":[""")]
    public async Task Malformed_response_throws(string body)
    {
        var exception = await StubServer.WithResponse(body).ExpectErrorAsync();

        Assert.StartsWith(
            "POST /v1/chat/completions: The response is not the expected JSON (at ", exception.Message, StringComparison.Ordinal);
        Assert.IsType<JsonException>(exception.InnerException, exactMatch: false);
    }

    [Theory]
    [InlineData("<html>Log in</html>", "text/html")]
    [InlineData("\uFEFF\n<!DOCTYPE html>", "application/json")]
    public async Task Html_page_in_place_of_a_response_is_reported(string body, string contentType)
    {
        var server = new StubServer().Then(() => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, contentType) });

        var exception = await server.ExpectErrorAsync();

        Assert.StartsWith("POST /v1/chat/completions: The response is an HTML page", exception.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, exception.StatusCode);
    }

    [Fact]
    public async Task Html_page_in_place_of_a_stream_is_reported()
    {
        var server = new StubServer().Then(() => new(HttpStatusCode.OK)
        {
            Content = new StringContent("<html>Log in</html>", Encoding.UTF8, "text/html"),
        });

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.CreateClient().StreamTextAsync());

        Assert.StartsWith("POST /v1/chat/completions: The response is an HTML page", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malformed_event_throws()
    {
        var server = StubServer.WithRawStream("data: {oops\n\ndata: [DONE]\n\n");

        var exception = await Assert.ThrowsAsync<MistralException>(() => server.CreateClient().StreamTextAsync());

        Assert.IsType<JsonException>(exception.InnerException, exactMatch: false);
    }

    public static TheoryData<Exception> ResilienceExceptions =>
    [
        new TimeoutRejectedException("The operation didn't complete within the allowed timeout of '00:00:10'."),
        new Polly7::Polly.CircuitBreaker.BrokenCircuitException<HttpResponseMessage>("The circuit is open.", new()),
    ];

    [Theory]
    [MemberData(nameof(ResilienceExceptions))]
    public async Task Exception_of_a_resilience_handler_is_wrapped(Exception rejection)
    {
        var exception = await new StubServer().Then(() => throw rejection).ExpectErrorAsync();

        Assert.Same(rejection, exception.InnerException);
        Assert.Contains("resilience handler", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_of_a_custom_handler_is_not_wrapped()
    {
        var failure = new InvalidOperationException("from a custom handler");
        var client = new StubServer().Then(() => throw failure).CreateClient();

        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => client.CompleteTextAsync()));
    }

    private static StubServer CreateServer(ScriptedResponseStream body, string contentType = "application/json") =>
        new StubServer().Then(() => body.ToResponse(contentType));
}
