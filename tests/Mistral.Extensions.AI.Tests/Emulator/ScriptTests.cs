using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mistral.Extensions.AI.Emulator;

namespace Mistral.Extensions.AI.Tests.Emulator;

public sealed class ScriptTests
{
    [Fact]
    public async Task Scripted_answers_are_given_in_order_and_then_the_emulator_answers_again()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(ScriptedAnswer.Json("""{"id":"1"}"""));
        wire.Emulator.Enqueue(ScriptedAnswer.Json("""{"id":"2"}""", 201));

        var first = await wire.AskAsync("Hi");
        var second = await wire.AskAsync("Hi");
        var third = await wire.AskAsync("Hi");

        Assert.Equal((HttpStatusCode.OK, """{"id":"1"}"""), (first.Status, first.Text));
        Assert.Equal((HttpStatusCode.Created, """{"id":"2"}"""), (second.Status, second.Text));
        Assert.Equal("You said: \"Hi\".", third.Content);
    }

    [Fact]
    public async Task A_fault_comes_before_every_rule_with_its_headers()
    {
        await using var wire = await Wire.StartAsync();
        wire.Http.DefaultRequestHeaders.Authorization = null;
        wire.Emulator.Enqueue(ScriptedAnswer.Fault(429, "slow down", "text/plain") with
        {
            Headers = new Dictionary<string, string> { ["retry-after"] = "2", ["x-ratelimit-limit-req-minute"] = "0" },
        });

        var reply = await wire.SendAsync(HttpMethod.Get, "/anywhere");

        Assert.Equal((429, "slow down", "text/plain"), ((int)reply.Status, reply.Text, reply.Headers["Content-Type"]));
        Assert.Equal(("2", "0"), (reply.Headers["retry-after"], reply.Headers["x-ratelimit-limit-req-minute"]));
        Assert.Contains("mistral-correlation-id", reply.Headers.Keys);
    }

    [Fact]
    public async Task A_fault_without_a_body_is_empty()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(ScriptedAnswer.Fault(503));

        var reply = await wire.AskAsync("Hi");

        Assert.Equal((503, ""), ((int)reply.Status, reply.Text));
        Assert.False(reply.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task A_malformed_request_is_refused_and_leaves_the_script_to_the_next()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(ScriptedAnswer.Json("""{"id":"1"}"""));

        var refused = await wire.AskAsync("Hi", """{"user":"me"}""");
        var answered = await wire.AskAsync("Hi");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("""{"id":"1"}""", answered.Text);
    }

    [Fact]
    public async Task A_stream_is_written_event_by_event_and_ended_with_DONE()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(ScriptedAnswer.EventStream("{}", "[]"));

        var reply = await wire.AskAsync("Hi", """{"stream":true}""");

        Assert.Equal("text/event-stream", reply.Headers["Content-Type"]);
        Assert.Equal("data: {}\n\ndata: []\n\ndata: [DONE]\n\n", reply.Text);
    }

    [Theory]
    [InlineData(": comment\r\n\r\ndata:{}\r\rdata: \u2028")]
    [InlineData("\n\n\n\n\ndata: x\n\n")]
    public async Task A_raw_stream_arrives_byte_for_byte(string body)
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(ScriptedAnswer.RawEventStream(body));

        var reply = await wire.AskAsync("Hi", """{"stream":true}""");

        Assert.Equal(body, reply.Text);
    }

    [Fact]
    public async Task Events_are_sent_as_they_come_and_not_at_the_end()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(ScriptedAnswer.EventStream("1", "2") with { DelayBetweenEvents = TimeSpan.FromHours(1) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(
            """{"model":"mistral-small-latest","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json");

        using var response = await wire.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[64];
        var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal("data: 1\n\n", Encoding.UTF8.GetString(buffer, 0, count));
    }

    [Fact]
    public async Task A_delayed_answer_outlasts_the_patience_of_the_client_but_not_the_emulator()
    {
        var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(new ScriptedAnswer { Delay = TimeSpan.FromHours(1) });
        wire.Http.Timeout = TimeSpan.FromMilliseconds(200);

        await Assert.ThrowsAsync<TaskCanceledException>(() => wire.AskAsync("Hi"));
        await wire.DisposeAsync();

        Assert.Equal(0, wire.Emulator.Requests.Single().StatusCode);
    }

    [Theory]
    [InlineData("""{"stream":true}""")]
    [InlineData("{}")]
    public async Task A_cut_breaks_the_connection_after_so_many_bytes(string options)
    {
        await using var wire = await Wire.StartAsync();
        var whole = await wire.AskAsync("Hi", options);
        wire.Emulator.Enqueue(new ScriptedAnswer { CutAfterBytes = 40 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new ByteArrayContent(wire.Emulator.Requests[0].Body.ToArray());
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var response = await wire.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var received = new byte[40];
        await stream.ReadExactlyAsync(received, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<HttpIOException>(
            async () => await stream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        Assert.Equal(whole.Text[..6], Encoding.UTF8.GetString(received)[..6]);
    }

    [Fact]
    public async Task A_scripted_answer_keeps_what_the_server_says_of_the_model()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(ScriptedAnswer.Json("{}"));

        var reply = await wire.AskAsync("Hi", """{"model":"magistral-medium-latest"}""");

        Assert.Equal("{}", reply.Text);
        Assert.Contains("x-model-deprecation-timestamp", reply.Headers.Keys);
    }

    [Fact]
    public async Task Headers_alone_go_on_top_of_the_emulators_own_answer()
    {
        await using var wire = await Wire.StartAsync();
        wire.Emulator.Enqueue(new ScriptedAnswer { Headers = new Dictionary<string, string> { ["x-extra"] = "1" } });

        var reply = await wire.AskAsync("Hi");

        Assert.Equal(("1", "You said: \"Hi\"."), (reply.Headers["x-extra"], reply.Content));
    }
}
