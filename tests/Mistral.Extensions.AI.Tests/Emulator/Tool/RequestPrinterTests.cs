using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Emulator.Tool;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Tool;

/// <summary>What the program mistral-emulator prints for each request.</summary>
public sealed class RequestPrinterTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Request_is_printed_as_a_line_without_query_and_key()
    {
        await SendAsync("requests", async emulator =>
        {
            await emulator.SendAsync(HttpMethod.Get, "/v1/models?provider=x");
            await emulator.PostUserMessageAsync("Hi", """{"user":"me"}""");
        });

        Assert.Collection(
            GetLines(),
            line => Assert.Matches(@"^\d\d:\d\d:\d\d GET /v1/models 200 \d+ ms$", line),
            line => Assert.Matches(
                @"^\d\d:\d\d:\d\d POST /v1/chat/completions 422 mistral-small-latest \d+ ms: body.user: Extra inputs are not permitted$",
                line));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Bodies_are_printed_below_the_line_of_their_request()
    {
        await SendAsync("bodies", async emulator =>
        {
            emulator.Server.Say("Hello");
            await emulator.PostUserMessageAsync("Hi");
            emulator.Server.Enqueue(ScriptedResponse.EventStream("""{"a":1}"""));
            await emulator.PostUserMessageAsync("Stream", """{"stream":true}""");
        });

        Assert.Collection(
            GetLines(),
            line => Assert.Matches(@" POST /v1/chat/completions 200 mistral-small-latest \d+ ms$", line),
            line => Assert.Matches("""^> \{"model":"mistral-small-latest","messages":\[\{"role":"user","content":"Hi"\}\]\}$""", line),
            line => Assert.Matches("""^< \{.*"content":"Hello".*\}$""", line),
            line => Assert.Matches(@" POST /v1/chat/completions 200 mistral-small-latest \d+ ms$", line),
            line => Assert.StartsWith("> {", line, StringComparison.Ordinal),
            line => Assert.Equal("""< data: {"a":1}""", line),
            line => Assert.Equal("< data: [DONE]", line));
    }

    [Fact]
    public async Task Log_none_prints_nothing()
    {
        await SendAsync("none", emulator => emulator.PostUserMessageAsync("Hi"));

        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Line_of_an_aborted_request_says_that_the_client_closed_the_connection()
    {
        var request = new RecordedRequest
        {
            Method = "POST",
            Path = "/v1/chat/completions",
            Headers = new Dictionary<string, string>(),
            IsAborted = true,
        };

        Assert.EndsWith(
            " POST /v1/chat/completions - 0 ms: closed by the client", RequestLogLine.Format(request), StringComparison.Ordinal);
        Assert.EndsWith(
            " 200 0 ms: closed by the client", RequestLogLine.Format(request with { StatusCode = 200 }), StringComparison.Ordinal);
    }

    /// <summary>Sends requests to an emulator with the output of the program, and waits until they are printed.</summary>
    private async Task SendAsync(string logging, Func<TestEmulator, Task> send)
    {
        var command = new EmulatorCommand();
        var options = command.CreateOptions(command.Parse(["--port", "0", "--log", logging]), TextWriter.Synchronized(_output));
        await using var emulator = await TestEmulator.StartAsync(options);
        await send(emulator);
        await emulator.Server.StopAsync(TestContext.Current.CancellationToken);
    }

    private string[] GetLines() => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
