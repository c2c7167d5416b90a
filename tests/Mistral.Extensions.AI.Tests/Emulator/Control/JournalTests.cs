using System.Text;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Control;

[Trait("Spec", "not-in-openapi")]
public sealed class JournalTests
{
    [Fact]
    public async Task Request_has_the_body_the_headers_without_key_and_the_response()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("Hi", """{"user":"me"}""");

        var request = Assert.Single(await ListAsync(emulator, ""))!;

        Assert.Equal(
            (1, "POST", "/v1/chat/completions", "mistral-small-latest", 422),
            ((int)request["id"]!, (string?)request["method"], (string?)request["path"], (string?)request["model"],
                (int)request["status_code"]!));
        Assert.Equal("body.user: Extra inputs are not permitted", (string?)request["error"]);
        Assert.Equal("Bearer ***", (string?)request["headers"]!["authorization"]);
        Assert.Equal("Hi", (string?)request["body"]!["messages"]![0]!["content"]);
        Assert.Equal(emulator.Server.Requests[0].Body.Length, (int)request["body_bytes"]!);
        Assert.True((double)request["duration_ms"]! >= 0);
        Assert.Equal(emulator.Server.Requests[0].ReceivedAt, (DateTimeOffset)request["received_at"]!);
        Assert.DoesNotContain(TestEmulator.Key, request.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "1 2 3 4")]
    [InlineData("?path=/v1/models", "2 3")]
    [InlineData("?path=/v1/mod", "")]
    [InlineData("?path=/v1/chat/", "1 4")]
    [InlineData("?model=mistral-large-latest", "4")]
    [InlineData("?status_code=404", "3")]
    [InlineData("?test_id=a", "4")]
    [InlineData("?limit=2", "3 4")]
    [InlineData("?path=/v1/models&status_code=200", "2")]
    public async Task Requests_are_filtered(string query, string ids)
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("Hi");
        await emulator.SendAsync(HttpMethod.Get, "/v1/models?provider=x");
        await emulator.SendAsync(HttpMethod.Get, "/v1/models/unknown");
        emulator.Http.DefaultRequestHeaders.Add("x-emulator-test-id", "a");
        await emulator.PostUserMessageAsync("Hi", """{"model":"mistral-large-latest"}""");
        emulator.Http.DefaultRequestHeaders.Remove("x-emulator-test-id");

        var requests = await ListAsync(emulator, query);

        Assert.Equal(ids, string.Join(' ', requests.Select(request => (int)request!["id"]!)));
    }

    [Fact]
    public async Task Since_excludes_requests_that_were_received_earlier()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("One");
        await emulator.PostUserMessageAsync("Two");
        var time = emulator.Server.Requests[1].ReceivedAt;

        var since = await ListAsync(emulator, $"?since={Uri.EscapeDataString(time.ToString("O"))}");
        var later = await ListAsync(emulator, $"?since={Uri.EscapeDataString(time.AddSeconds(1).ToString("O"))}");

        Assert.Equal(2, (int)Assert.Single(since)!["id"]!);
        Assert.Empty(later);
    }

    [Fact]
    public async Task Test_ID_header_selects_the_requests_to_list_and_delete()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.PostUserMessageAsync("Hi");
        emulator.Http.DefaultRequestHeaders.Add("x-emulator-test-id", "a");
        await emulator.PostUserMessageAsync("Hi");

        var listed = await ListAsync(emulator, "");
        await emulator.SendAsync(HttpMethod.Delete, "/_emulator/requests");

        Assert.Equal("a", (string?)Assert.Single(listed)!["test_id"]);
        Assert.Null(Assert.Single(emulator.Server.Requests).TestId);
    }

    [Fact]
    public async Task Bodies_can_be_left_out_and_read_one_by_one()
    {
        await using var emulator = await TestEmulator.StartAsync();
        await emulator.SendAsync(HttpMethod.Post, "/nowhere", "no \"json\"", "text/plain");
        await emulator.SendAsync(HttpMethod.Get, "/v1/models");

        var listed = await ListAsync(emulator, "?bodies=false");
        var text = await emulator.GetJsonAsync("/_emulator/requests/1");
        var none = await emulator.GetJsonAsync("/_emulator/requests/2");

        Assert.All(listed, request => Assert.False(request!.AsObject().ContainsKey("body") || request.AsObject().ContainsKey("headers")));
        Assert.Equal("no \"json\"", (string?)text["body"]);
        Assert.Null(none["body"]);
        Assert.True(none.AsObject().ContainsKey("body"));
    }

    [Fact]
    public async Task Body_that_is_not_UTF8_is_listed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        using var content = new ByteArrayContent([0xFF, .. Encoding.UTF8.GetBytes("{}")]);
        await emulator.SendAsync(HttpMethod.Post, "/v1/ocr", content);

        var request = Assert.Single(await ListAsync(emulator, ""))!;

        Assert.Equal("\uFFFD{}", (string?)request["body"]);
        Assert.Equal(3, (int)request["body_bytes"]!);
    }

    [Fact]
    public async Task Azure_API_keys_are_not_recorded()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Http.DefaultRequestHeaders.Add("api-key", "very-secret");
        await emulator.PostUserMessageAsync("Hi");

        var request = Assert.Single(await ListAsync(emulator, ""))!;

        Assert.Equal("***", (string?)request["headers"]!["api-key"]);
    }

    private static async Task<JsonArray> ListAsync(TestEmulator emulator, string query) =>
        (await emulator.GetJsonAsync($"/_emulator/requests{query}"))["requests"]!.AsArray();
}
