using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Mistral.Extensions.AI.Tests.Architecture;
using Mistral.Extensions.AI.Tests.Infrastructure;

// The documented code has no cancellation token.
#pragma warning disable xUnit1051

namespace Mistral.Extensions.AI.Tests;

/// <summary>The C# blocks of <c>docs/raw-responses.md</c> compile and run.</summary>
public sealed class RawResponseDocumentationTests : IAsyncLifetime
{
    private const string Model = "mistral-small-latest";

    private TestEmulator _emulator = null!;
    private MistralClient _mistral = null!;

    private static StringWriter Console { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _emulator = await TestEmulator.StartAsync();
        _mistral = new(CreateOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _mistral.Dispose();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData("Response headers")]
    [InlineData("Headers of one call")]
    [InlineData("Raw stream events")]
    [InlineData("Partial tool calls")]
    public void Documented_code_is_part_of_this_test_file(string heading) => DocumentedCode.AssertIsIn(
        "tests/Mistral.Extensions.AI.Tests/RawResponseDocumentationTests.cs", "docs/raw-responses.md", heading);

    [Fact]
    public async Task Documented_callback_logs_each_response()
    {
        using var log = new LogCapture();
        var (options, logger) = (CreateOptions(), log.CreateLogger("app"));

        options.OnResponse = response => logger.LogInformation(
            "{Method} {Path} {Model}: {Status}, request ID {Id}, {Remaining} requests left",
            response.Request.Method, response.Request.Path, response.Request.Model, (int)response.StatusCode,
            response.RequestId, response.RateLimit?.RemainingRequests);

        using var mistral = new MistralClient(options);
        await mistral.CompleteTextAsync();
        Assert.Contains($"POST /v1/chat/completions {Model}: 200, request ID ", log.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documented_callback_of_one_call_receives_its_headers()
    {
        var (mistral, model) = (_mistral, Model);

        MistralResponseInfo? last = null;
        var chat = mistral.WithOptions(options => options.OnResponse = response => last = response).AsIChatClient(model);

        await chat.GetResponseAsync("Hello!");
        Console.WriteLine(last!.Headers["mistral-correlation-id"]);

        Assert.NotNull(last.RequestId);
        Assert.Equal(last.RequestId, last.Headers["mistral-correlation-id"]);
    }

    [Fact]
    public async Task Documented_AsyncLocal_receives_the_responses_of_its_call()
    {
        var (mistral, model) = (_mistral, Model);

        var current = new AsyncLocal<List<MistralResponseInfo>>();
        var shared = mistral.WithOptions(options => options.OnResponse = response => current.Value?.Add(response));

        var responses = current.Value = [];
        await shared.AsIChatClient(model).GetResponseAsync("Hello!");
        Console.WriteLine($"{responses.Count} attempts");

        Assert.Single(responses);
    }

    [Fact]
    public async Task Documented_callback_records_the_events_of_a_stream()
    {
        var (mistral, model) = (_mistral, Model);

        var recorded = new List<string>();
        var recording = mistral.WithOptions(options => options.OnStreamEvent = item => recorded.Add($"{item.EventType}: {item.Data}"));

        await foreach (var update in recording.AsIChatClient(model).GetStreamingResponseAsync("Hello!"))
            Console.Write(update.Text);

        Assert.StartsWith("message: {", recorded[0], StringComparison.Ordinal);
        Assert.Equal("message: [DONE]", recorded[^1]);
    }

    [Fact]
    public async Task Documented_code_collects_the_arguments_of_a_call()
    {
        var chat = _mistral.AsIChatClient(Model);
        var chatOptions = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => $"22 °C in {city}", "get_weather")] };
        var arguments = new Dictionary<string, string>();

        await foreach (var update in chat.GetStreamingResponseAsync("The weather in Paris?", chatOptions))
        {
            Console.Write(update.Text);
            foreach (var delta in update.GetToolCallDeltas())
                arguments[delta.CallId!] = arguments.GetValueOrDefault(delta.CallId!) + delta.Arguments;
        }

        JsonAssert.Equal("""{"city":"Paris"}""", Assert.Single(arguments).Value);
    }

    private MistralClientOptions CreateOptions() => new() { ApiKey = TestEmulator.Key, Endpoint = _emulator.Server.Endpoint };
}
