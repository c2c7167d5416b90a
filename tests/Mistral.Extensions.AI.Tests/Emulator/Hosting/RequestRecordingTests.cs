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
    public async Task Port_in_use_throws_IOException()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var options = new MistralEmulatorOptions { Port = emulator.Server.Endpoint.Port };

        await Assert.ThrowsAsync<IOException>(() => MistralEmulator.StartAsync(options, TestContext.Current.CancellationToken));
    }
}
