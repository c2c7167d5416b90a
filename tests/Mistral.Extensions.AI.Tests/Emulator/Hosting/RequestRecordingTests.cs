using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

public sealed class RequestRecordingTests
{
    [Fact]
    public async Task Requests_are_recorded_in_order_including_rejected_requests()
    {
        await using var wire = await TestEmulator.StartAsync();
        await wire.PostUserMessageAsync("Hi");
        await wire.SendAsync(HttpMethod.Get, "/v1/models?provider=a%20b");
        await wire.SendAsync(HttpMethod.Post, "/nowhere", "not json", "text/plain");

        Assert.Equal(
            [("POST", "/v1/chat/completions", 200), ("GET", "/v1/models?provider=a%20b", 200), ("POST", "/nowhere", 404)],
            wire.Emulator.Requests.Select(request => (request.Method, request.Path, request.StatusCode)));
        Assert.Equal("mistral-small-latest", (string?)wire.Emulator.Requests[0].Json!["model"]);
        Assert.True(wire.Emulator.Requests[1].Body.IsEmpty);
        Assert.Null(wire.Emulator.Requests[1].Json);
        Assert.Equal("not json"u8.ToArray(), wire.Emulator.Requests[2].Body.ToArray());
        Assert.Null(wire.Emulator.Requests[2].Json);
    }

    [Theory]
    [InlineData("Authorization", "Bearer very-secret", "Bearer ***")]
    [InlineData("Authorization", "very-secret", "***")]
    [InlineData("x-api-key", "very-secret", "***")]
    [InlineData("User-Agent", "Tests/1.0", "Tests/1.0")]
    public async Task API_keys_are_not_recorded(string name, string sent, string recorded)
    {
        await using var wire = await TestEmulator.StartAsync();
        wire.Http.DefaultRequestHeaders.Remove(name);
        wire.Http.DefaultRequestHeaders.TryAddWithoutValidation(name, sent);

        await wire.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(recorded, wire.Emulator.Requests.Single().Headers[name.ToLowerInvariant()]);
    }

    [Fact]
    public async Task Request_snapshot_is_unaffected_by_ClearRequests()
    {
        await using var wire = await TestEmulator.StartAsync();
        await wire.PostUserMessageAsync("Hi");
        var before = wire.Emulator.Requests;

        wire.Emulator.ClearRequests();
        await wire.PostUserMessageAsync("Ho");

        Assert.Equal("Hi", (string?)before.Single().Json!["messages"]![0]!["content"]);
        Assert.Equal("Ho", (string?)wire.Emulator.Requests.Single().Json!["messages"]![0]!["content"]);
    }

    [Fact]
    public async Task Concurrent_requests_are_all_recorded_and_answered()
    {
        await using var wire = await TestEmulator.StartAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => wire.PostUserMessageAsync($"number {number}")));

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"You said: \"number {number}\"."), replies.Select(reply => reply.Content));
        Assert.Equal(50, wire.Emulator.Requests.Count(request => request.StatusCode == 200));
        Assert.Equal(50, replies.Select(reply => (string?)reply.Json["id"]).Distinct().Count());
    }

    [Fact]
    public async Task Port_in_use_throws_IOException()
    {
        await using var wire = await TestEmulator.StartAsync();

        var options = new MistralEmulatorOptions { Port = wire.Emulator.Endpoint.Port };

        await Assert.ThrowsAsync<IOException>(() => MistralEmulator.StartAsync(options, TestContext.Current.CancellationToken));
    }
}
