using System.Net;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

/// <summary>The response times of the emulator: <see cref="ResponseTiming"/>.</summary>
public sealed class ResponseTimingTests
{
    private static readonly ResponseTiming Timing = new()
    {
        Latency = TimeSpan.FromMilliseconds(100),
        TimeToFirstToken = TimeSpan.FromMilliseconds(300),
        TokensPerSecond = 50,
    };

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Tokens_of_a_stream_are_sent_after_the_time_to_the_first_token_at_the_rate()
    {
        await using var emulator = await StartAsync(Timing);
        emulator.Server.Stream("One", " two", " three four five", "!");

        var request = emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        // The headers, the first token, and chunks with 1, 3 and 1 tokens.
        Assert.Equal([100, 200, 20, 60, 20], await AdvanceAsync(request, 5));
        Assert.Equal("One two three four five!", string.Concat((await request).Deltas.Select(delta => (string?)delta["content"])));
    }

    [Fact]
    public async Task Response_that_is_not_streamed_takes_the_time_of_all_tokens()
    {
        await using var emulator = await StartAsync(Timing);
        emulator.Server.Say("One two three four");

        var request = emulator.PostUserMessageAsync("Hi");

        var times = await AdvanceAsync(request, 1);
        var tokens = (int)(await request).Json["usage"]!["completion_tokens"]!;
        Assert.Equal([300 + (tokens * 20)], times);
    }

    [Theory]
    [InlineData("POST", "/v1/embeddings", """{"model":"mistral-embed","input":"a"}""", HttpStatusCode.OK)]
    [InlineData("GET", "/v1/models", null, HttpStatusCode.OK)]
    [InlineData("POST", "/v1/chat/completions", "{}", HttpStatusCode.UnprocessableEntity)]
    public async Task Response_without_tokens_of_a_model_has_only_the_latency(
        string method, string path, string? body, HttpStatusCode status)
    {
        await using var emulator = await StartAsync(Timing);

        var request = emulator.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal([100], await AdvanceAsync(request, 1));
        Assert.Equal(status, (await request).Status);
    }

    [Theory]
    [InlineData("/v1/fim/completions", """{"model":"codestral-latest","prompt":"a b","stream":true}""")]
    [InlineData("/v1/conversations", """{"model":"mistral-small-latest","inputs":"a b","stream":true}""")]
    [InlineData("/v1/fim/completions", """{"model":"codestral-latest","prompt":"a b"}""")]
    [InlineData("/v1/conversations", """{"model":"mistral-small-latest","inputs":"a b"}""")]
    public async Task FIM_and_conversations_have_the_time_to_the_first_token(string path, string body)
    {
        await using var emulator = await StartAsync(Timing with { Latency = TimeSpan.Zero, TokensPerSecond = null });

        var request = emulator.SendAsync(HttpMethod.Post, path, body);

        Assert.Equal([300], await AdvanceAsync(request, 1));
        Assert.Equal(HttpStatusCode.OK, (await request).Status);
    }

    [Fact]
    public async Task Time_to_the_first_token_is_at_least_the_latency()
    {
        await using var emulator = await StartAsync(
            Timing with { TimeToFirstToken = TimeSpan.FromMilliseconds(20), TokensPerSecond = null });
        emulator.Server.Say("One two three four");

        var request = emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.Equal([100], await AdvanceAsync(request, 1));
        Assert.Equal(HttpStatusCode.OK, (await request).Status);
    }

    [Fact]
    public async Task Tool_calls_count_as_tokens_of_the_response_time()
    {
        await using var emulator = await StartAsync(new() { TokensPerSecond = 1 });
        emulator.Server.CallTool("get_weather", """{"city": "Paris"}""");

        var request = emulator.PostUserMessageAsync("Hi", """
            {"stream":true,"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object"}}}]}
            """);

        Assert.Equal([1000], await AdvanceAsync(request, 1));
        Assert.Equal(["get_weather"], (await request).Deltas.SelectMany(delta => delta["tool_calls"]?.AsArray() ?? [])
            .Select(call => (string?)call!["function"]!["name"]));
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Scripted_body_has_response_times_but_malformed_events_have_none()
    {
        await using var emulator = await StartAsync(Timing);
        emulator.Server.Enqueue(ScriptedResponse.RawEventStream(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a b\"}}]}\r\n\r\ndata: {\"choi\n\n: comment\n\ndata: 5\n\n"));

        var request = emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.Equal([100, 220], await AdvanceAsync(request, 2));
        Assert.EndsWith("data: 5\n\n", (await request).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Delays_of_a_script_replace_the_response_times()
    {
        await using var emulator = await StartAsync(Timing);
        emulator.Server.Enqueue(new ScriptedResponse { Text = "One two", Delay = TimeSpan.FromSeconds(5) });
        emulator.Server.Enqueue(ScriptedResponse.EventStream("{}") with { DelayBetweenEvents = TimeSpan.FromSeconds(7) });

        var delayed = emulator.PostUserMessageAsync("Hi", """{"stream":true}""");
        Assert.Equal([5000], await AdvanceAsync(delayed, 1));
        await delayed;
        var paced = emulator.PostUserMessageAsync("Hi", """{"stream":true}""");

        Assert.Equal([7000, 7000], await AdvanceAsync(paced, 2));
        await paced;
    }

    [Fact]
    public async Task Jitter_varies_each_time_within_its_share_and_is_the_same_with_the_same_seed()
    {
        var first = await GetLatenciesAsync(seed: 1);
        var second = await GetLatenciesAsync(seed: 1);
        var other = await GetLatenciesAsync(seed: 2);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.All(first, latency => Assert.InRange(latency, 800, 1200));
        Assert.Equal(first.Count, first.Distinct().Count());
    }

    [Fact]
    public async Task Invalid_response_times_are_rejected()
    {
        ResponseTiming[] timings =
        [
            new() { Latency = TimeSpan.FromTicks(-1) },
            new() { TimeToFirstToken = TimeSpan.FromTicks(-1) },
            new() { TokensPerSecond = 0 },
            new() { TokensPerSecond = double.NaN },
            new() { TokensPerSecond = double.PositiveInfinity },
            new() { Jitter = -0.1 },
            new() { Jitter = 1.1 },
        ];

        foreach (var timing in timings)
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StartAsync(timing));
    }

    private Task<TestEmulator> StartAsync(ResponseTiming timing, int seed = 0) =>
        TestEmulator.StartAsync(new MistralEmulatorOptions { Timing = timing, TimeProvider = _time, Seed = seed });

    private async Task<IReadOnlyList<double>> GetLatenciesAsync(int seed)
    {
        await using var emulator = await StartAsync(new() { Latency = TimeSpan.FromSeconds(1), Jitter = 0.2 }, seed);
        var latencies = new List<double>();
        for (var count = 0; count < 5; count++)
        {
            var request = emulator.SendAsync(HttpMethod.Get, "/v1/models");
            latencies.AddRange(await AdvanceAsync(request, 1));
            await request;
        }
        return latencies;
    }

    /// <summary>Waits for the delays of a response one after the other, and returns them in milliseconds.</summary>
    private async Task<IReadOnlyList<double>> AdvanceAsync(Task request, int count)
    {
        var delays = new List<double>();
        for (var index = 0; index < count; index++)
        {
            var timer = _time.WaitForTimerAsync().AsTask();
            if (await Task.WhenAny(timer, request) == request)
                break;
            var delay = await timer;
            delays.Add(delay.TotalMilliseconds);
            _time.Advance(delay);
        }
        return delays;
    }
}
