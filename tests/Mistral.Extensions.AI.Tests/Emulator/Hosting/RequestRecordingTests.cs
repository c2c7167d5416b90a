using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

public sealed class RequestRecordingTests
{
    [Fact]
    public async Task Requests_are_recorded_in_order_including_rejected_requests()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("Hi");
        await emulator.SendAsync(HttpMethod.Get, "/v1/models?provider=a%20b");
        await emulator.SendAsync(HttpMethod.Post, "/nowhere", "not json", "text/plain");

        Assert.Equal(
            [("POST", "/v1/chat/completions", 200), ("GET", "/v1/models?provider=a%20b", 200), ("POST", "/nowhere", 404)],
            emulator.Server.Requests.Select(request => (request.Method, request.Path, request.StatusCode)));
        Assert.Equal("mistral-small-latest", (string?)emulator.Server.Requests[0].Json!["model"]);
        Assert.True(emulator.Server.Requests[1].Body.IsEmpty);
        Assert.Null(emulator.Server.Requests[1].Json);
        Assert.Equal("not json"u8.ToArray(), emulator.Server.Requests[2].Body.ToArray());
        Assert.Null(emulator.Server.Requests[2].Json);
    }

    [Theory]
    [InlineData("Authorization", "Bearer very-secret", "Bearer ***")]
    [InlineData("Authorization", "very-secret", "***")]
    [InlineData("x-api-key", "very-secret", "***")]
    [InlineData("Sec-WebSocket-Protocol", "realtime,rt_very-secret", "realtime, ***")]
    [InlineData("Sec-WebSocket-Protocol", "rt_very-secret", "***")]
    [InlineData("User-Agent", "Tests/1.0", "Tests/1.0")]
    public async Task API_keys_are_not_recorded(string name, string sent, string recorded)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.DefaultRequestHeaders.Remove(name);
        emulator.Http.DefaultRequestHeaders.TryAddWithoutValidation(name, sent);

        await emulator.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(recorded, emulator.Server.Requests.Single().Headers[name.ToLowerInvariant()]);
    }

    [Fact]
    public async Task Request_snapshot_is_unaffected_by_ClearRequests()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("Hi");
        var before = emulator.Server.Requests;

        emulator.Server.ClearRequests();
        await emulator.PostUserMessageAsync("Ho");

        Assert.Equal("Hi", (string?)before.Single().Json!["messages"]![0]!["content"]);
        Assert.Equal("Ho", (string?)emulator.Server.Requests.Single().Json!["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task Concurrent_requests_are_all_recorded_and_get_a_response()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => emulator.PostUserMessageAsync($"number {number}")));

        Assert.Equal(
            Enumerable.Range(0, 50).Select(number => $"You said: \"number {number}\"."),
            responses.Select(response => response.Content));
        Assert.Equal(50, emulator.Server.Requests.Count(request => request.StatusCode == 200));
        Assert.Equal(50, responses.Select(response => (string?)response.Json["id"]).Distinct().Count());
    }

    [Fact]
    public async Task Recorded_request_has_the_model_the_time_and_the_reason_of_an_error()
    {
        await using var emulator = await TestEmulator.StartAsync();

        await emulator.PostUserMessageAsync("Hi");
        await emulator.PostUserMessageAsync("Hi", """{"user":"me","seed":1}""");
        await emulator.PostUserMessageAsync("Hi", """{"model":"gpt-5"}""");
        emulator.Server.Enqueue(ScriptedResponse.Fault(503));
        await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(
            [
                ("mistral-small-latest", null),
                ("mistral-small-latest", "body.user: Extra inputs are not permitted (and 1 more)"),
                ("gpt-5", "Invalid model: gpt-5"),
                (null, "Scripted response."),
            ],
            emulator.Server.Requests.Select(request => (request.Model, request.Error)));
        Assert.All(emulator.Server.Requests, request =>
            Assert.InRange(request.ReceivedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow));
    }

    [Theory]
    [InlineData(2, 1_000_000, new[] { "c", "d" })]
    [InlineData(10, 1_500, new[] { "d" })]
    [InlineData(10, 0, new[] { "d" })]
    [InlineData(0, 1_000_000, new string[0])]
    public async Task Oldest_requests_are_removed_over_the_limits(int maxRequests, long maxBytes, string[] expected)
    {
        await using var emulator = await TestEmulator.StartAsync(
            new MistralEmulatorOptions { MaxRecordedRequests = maxRequests, MaxRecordedBytes = maxBytes });

        foreach (var name in (string[])["a", "b", "c", "d"])
            await emulator.PostUserMessageAsync($"{name}{new string('x', 1_000)}");

        Assert.Equal(
            expected, emulator.Server.Requests.Select(request => ((string)request.Json!["messages"]![0]!["content"]!)[..1]));
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, 65_536)]
    public async Task Option_out_of_range_throws(int maxRequests, long maxBytes, int port)
    {
        var options = new MistralEmulatorOptions { MaxRecordedRequests = maxRequests, MaxRecordedBytes = maxBytes, Port = port };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => MistralEmulator.StartAsync(options, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task At_most_64_MiB_of_large_requests_are_kept()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var request = $$"""
            {"messages":[{"role":"user","content":[{"type":"text","text":"Hi"},
             {"type":"image_url","image_url":"data:image/png;base64,{{new string('A', 8_000_000)}}"}]}]}
            """;

        for (var count = 0; count < 12; count++)
            Assert.Equal("You said: \"Hi\" with 1 image (image/png, 6000000 bytes).", (await emulator.PostChatAsync(request)).Content);

        Assert.Equal(8, emulator.Server.Requests.Count);
        Assert.InRange(emulator.Server.Requests.Sum(recorded => recorded.Body.Length), 1, 64 * 1024 * 1024);
    }

    [Fact]
    public async Task Port_in_use_throws_IOException()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var options = new MistralEmulatorOptions { Port = emulator.Server.Endpoint.Port };

        await Assert.ThrowsAsync<IOException>(() => MistralEmulator.StartAsync(options, TestContext.Current.CancellationToken));
    }
}
