using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

[Trait("Spec", "not-in-openapi")]
public sealed class ScriptedResponseTests
{
    [Fact]
    public async Task Scripted_responses_are_returned_in_order_before_generated_responses()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.Json("""{"id":"1"}"""));
        emulator.Server.Enqueue(ScriptedResponse.Json("""{"id":"2"}""", 201));

        var first = await emulator.PostUserMessageAsync("Hi");
        var second = await emulator.PostUserMessageAsync("Hi");
        var third = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal((HttpStatusCode.OK, """{"id":"1"}"""), (first.Status, first.Body));
        Assert.Equal((HttpStatusCode.Created, """{"id":"2"}"""), (second.Status, second.Body));
        Assert.Equal("You said: \"Hi\".", third.Content);
    }

    [Fact]
    public async Task Scripted_fault_precedes_authentication_and_routing()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.DefaultRequestHeaders.Authorization = null;
        emulator.Server.Enqueue(ScriptedResponse.Fault(429, "slow down", "text/plain") with
        {
            Headers = new Dictionary<string, string> { ["retry-after"] = "2", ["x-ratelimit-limit-req-minute"] = "0" },
        });

        var response = await emulator.SendAsync(HttpMethod.Get, "/anywhere");

        Assert.Equal((429, "slow down", "text/plain"), ((int)response.Status, response.Body, response.Headers["Content-Type"]));
        Assert.Equal(("2", "0"), (response.Headers["retry-after"], response.Headers["x-ratelimit-limit-req-minute"]));
        Assert.Contains("mistral-correlation-id", response.Headers.Keys);
    }

    [Fact]
    public async Task Scripted_fault_without_body_is_empty()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.Fault(503));

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal((503, ""), ((int)response.Status, response.Body));
        Assert.False(response.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task Rejected_request_does_not_consume_the_scripted_response()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.Json("""{"id":"1"}"""));

        var rejected = await emulator.PostUserMessageAsync("Hi", """{"user":"me"}""");
        var accepted = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, rejected.Status);
        Assert.Equal("""{"id":"1"}""", accepted.Body);
    }

    [Fact]
    public async Task Scripted_stream_is_written_as_events_and_ends_with_DONE()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.EventStream("{}", "[]"));

        var response = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.Equal("text/event-stream; charset=utf-8", response.Headers["Content-Type"]);
        Assert.Equal("data: {}\n\ndata: []\n\ndata: [DONE]\n\n", response.Body);
    }

    [Theory]
    [InlineData(": comment\r\n\r\ndata:{}\r\rdata: \u2028")]
    [InlineData("\n\n\n\n\ndata: x\n\n")]
    public async Task Raw_scripted_stream_is_sent_byte_for_byte(string body)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.RawEventStream(body));

        var response = await emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.Equal(body, response.Body);
    }

    [Fact]
    public async Task Events_are_sent_without_buffering()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.EventStream("1", "2") with { DelayBetweenEvents = TimeSpan.FromHours(1) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json");

        using var response = await emulator.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[64];
        var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("data: 1\n\n", Encoding.UTF8.GetString(buffer, 0, count));
    }

    [Fact]
    public async Task Delayed_response_ends_when_the_emulator_is_disposed()
    {
        var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse { Delay = TimeSpan.FromHours(1) });
        emulator.Http.Timeout = TimeSpan.FromMilliseconds(200);

        await Assert.ThrowsAsync<TaskCanceledException>(() => emulator.PostUserMessageAsync("Hi"));
        await emulator.DisposeAsync();

        Assert.Equal(0, emulator.Server.Requests.Single().StatusCode);
    }

    [Theory]
    [InlineData("""{"stream":true}""")]
    [InlineData("{}")]
    public async Task CutAfterBytes_closes_the_connection_after_that_many_bytes(string options)
    {
        await using var emulator = await TestEmulator.StartAsync();
        var complete = await emulator.PostUserMessageAsync("Hi", options);
        emulator.Server.Enqueue(new ScriptedResponse { CutAfterBytes = 40 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new ByteArrayContent(emulator.Server.Requests[0].Body.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await emulator.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var received = new byte[40];
        await stream.ReadExactlyAsync(received, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<HttpIOException>(
            async () => await stream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        Assert.Equal(complete.Body[..6], Encoding.UTF8.GetString(received)[..6]);
    }

    [Fact]
    public async Task Scripted_response_keeps_the_model_deprecation_header()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(ScriptedResponse.Json("{}"));

        var response = await emulator.PostUserMessageAsync("Hi", """{"model":"magistral-medium-latest"}""");

        Assert.Equal("{}", response.Body);
        Assert.Contains("x-model-deprecation-timestamp", response.Headers.Keys);
    }

    [Fact]
    public async Task Scripted_headers_are_added_to_the_generated_response()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.Enqueue(new ScriptedResponse { Headers = new Dictionary<string, string> { ["x-extra"] = "1" } });

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(("1", "You said: \"Hi\"."), (response.Headers["x-extra"], response.Content));
    }
}
