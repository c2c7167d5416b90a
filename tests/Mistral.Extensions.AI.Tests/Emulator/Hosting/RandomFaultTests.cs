using System.Net;
using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Emulator;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Hosting;

/// <summary>The faults of random requests: <see cref="RandomFault"/>.</summary>
public sealed class RandomFaultTests
{
    [Theory]
    [InlineData(400, """
        {"object":"error","message":"Bad Request","type":"invalid_request_error","param":null,"code":null,"raw_status_code":400}
        """)]
    [InlineData(401, """{"detail":"Invalid API Key"}""")]
    [InlineData(404, """{"detail":"Not Found"}""")]
    [InlineData(405, """{"detail":"Method Not Allowed"}""")]
    [InlineData(413, """{"message":"Request size limit exceeded"}""")]
    [InlineData(429, """
        {"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300","raw_status_code":429}
        """)]
    [InlineData(500, """
        {"object":"error","message":"Service unavailable.","type":"internal_server_error","param":null,"code":"3000","raw_status_code":500}
        """)]
    [InlineData(502, """{"message":"An invalid response was received from the upstream server"}""")]
    [InlineData(503, """{"message":"The upstream server is currently unavailable"}""")]
    [InlineData(504, """{"message":"The upstream server is timing out"}""")]
    [InlineData(529, """{"message":"An unexpected error occurred"}""")]
    public async Task Random_fault_has_the_body_of_the_API(int statusCode, string body)
    {
        await using var emulator = await StartAsync(new RandomFault(statusCode, 1));

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(statusCode, (int)response.Status);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), response.Json), response.Body);
        Assert.Equal("Random fault.", emulator.Server.Requests[0].Error);
    }

    [Fact]
    public async Task Random_fault_422_has_a_list_of_errors()
    {
        await using var emulator = await StartAsync(new RandomFault(422, 1));

        var response = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal("value_error", (string?)response.Json["detail"]![0]!["type"]);
    }

    [Fact]
    public async Task Seed_determines_which_requests_get_random_faults()
    {
        var first = await GetStatusCodesAsync(seed: 1);
        var second = await GetStatusCodesAsync(seed: 1);
        var other = await GetStatusCodesAsync(seed: 2);

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(status => status == 429), 40, 80);
        Assert.InRange(first.Count(status => status == 503), 10, 50);
        Assert.Equal(first.Count, first.Count(status => status is 200 or 429 or 503));
    }

    [Fact]
    public async Task Random_fault_with_share_zero_is_never_returned()
    {
        await using var emulator = await StartAsync(new RandomFault(500, 0));

        Assert.Equal(HttpStatusCode.OK, (await emulator.PostUserMessageAsync("Hi")).Status);
    }

    [Fact]
    public async Task Scripted_fault_takes_precedence_over_random_faults_that_consume_no_script()
    {
        await using var emulator = await StartAsync(new RandomFault(429, 1));
        emulator.Server.Enqueue(ScriptedResponse.Fault(503));
        emulator.Server.Say("Hello");

        var scripted = await emulator.PostUserMessageAsync("Hi");
        var random = await emulator.PostUserMessageAsync("Hi");

        Assert.Equal([503, 429], [(int)scripted.Status, (int)random.Status]);
        Assert.Equal("Hello", Assert.Single(emulator.Server.UnusedScripts).Text);
    }

    [Fact]
    [Trait("Spec", "not-in-openapi")]
    public async Task Requests_to_the_emulator_itself_and_preflights_get_no_random_faults()
    {
        await using var emulator = await StartAsync(new RandomFault(500, 1));
        var health = await emulator.SendAsync(HttpMethod.Get, "/health");
        emulator.Http.DefaultRequestHeaders.Add("Origin", "https://example.com");
        emulator.Http.DefaultRequestHeaders.Add("Access-Control-Request-Method", "POST");

        var preflight = await emulator.SendAsync(HttpMethod.Options, "/v1/chat/completions");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NoContent], [health.Status, preflight.Status]);
    }

    [Fact]
    public async Task Invalid_random_faults_are_rejected()
    {
        RandomFault[] faults = [new(200, 0.1), new(600, 0.1), new(429, -0.1), new(429, 1.1), new(429, double.NaN)];

        foreach (var fault in faults)
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => StartAsync(fault));
        await Assert.ThrowsAsync<ArgumentException>(() => TestEmulator.StartAsync(
            new MistralEmulatorOptions { RandomFaults = [new(429, 0.6), new(500, 0.5)] }));
    }

    private static Task<TestEmulator> StartAsync(RandomFault fault) =>
        TestEmulator.StartAsync(new MistralEmulatorOptions { RandomFaults = [fault] });

    private static async Task<IReadOnlyList<int>> GetStatusCodesAsync(int seed)
    {
        await using var emulator = await TestEmulator.StartAsync(
            new MistralEmulatorOptions { RandomFaults = [new(429, 0.2), new(503, 0.1)], Seed = seed });
        var statusCodes = new List<int>();
        for (var count = 0; count < 300; count++)
            statusCodes.Add((int)(await emulator.SendAsync(HttpMethod.Get, "/v1/models/mistral-embed")).Status);
        return statusCodes;
    }
}
