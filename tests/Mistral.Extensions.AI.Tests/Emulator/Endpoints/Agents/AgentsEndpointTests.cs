using System.Net;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Agents;

public sealed class AgentsEndpointTests
{
    private const string Path = "/v1/agents/completions";

    private const string Request = """{"agent_id":"ag:1","messages":[{"role":"user","content":"Hello"}]}""";

    [Fact]
    public async Task Response_is_that_of_the_model_with_the_instructions_as_system_prompt()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-small-latest", "Be brief.");

        var agent = await emulator.SendAsync(HttpMethod.Post, Path, Request);
        var chat = await emulator.PostChatAsync(
            """{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}]}""");

        Assert.Equal(chat.Content, agent.Content);
        Assert.Equal(chat.Json["usage"]!.ToJsonString(), agent.Json["usage"]!.ToJsonString());
        Assert.Equal("mistral-small-latest", (string?)agent.Json["model"]);
    }

    [Fact]
    public async Task Response_can_be_streamed()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-small-latest");

        var stream = await emulator.SendAsync(HttpMethod.Post, Path, $$"""{"stream":true,{{Request[1..]}}""");

        Assert.Equal("You said: \"Hello\".", string.Concat(stream.Deltas.Select(delta => (string?)delta["content"])));
        Assert.Equal("[DONE]", stream.EventPayloads[^1]);
    }

    [Fact]
    public async Task Unknown_agent_returns_404()
    {
        await using var emulator = await TestEmulator.StartAsync();

        var response = await emulator.SendAsync(HttpMethod.Post, Path, Request);

        Assert.Equal(HttpStatusCode.NotFound, response.Status);
        Assert.Equal("""{"detail":"Agent ag:1 not found"}""", response.Body);
    }

    [Theory]
    [InlineData("\"model\":\"mistral-small-latest\"", "extra_forbidden")]
    [InlineData("\"temperature\":0.5", "extra_forbidden")]
    [InlineData("\"top_p\":0.5", "extra_forbidden")]
    [InlineData("\"n\":0", "greater_than_equal")]
    public async Task Fields_of_the_model_and_values_out_of_range_are_rejected(string field, string errorType)
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-small-latest");

        var response = await emulator.SendAsync(HttpMethod.Post, Path, $$"""{{{field}},{{Request[1..]}}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.Status);
        Assert.Equal(errorType, (string?)response.Json["detail"]![0]!["type"]);
    }

    [Fact]
    public async Task Order_of_the_messages_is_checked()
    {
        await using var emulator = await TestEmulator.StartAsync();
        emulator.Server.AddAgent("ag:1", "mistral-small-latest");

        var response = await emulator.SendAsync(HttpMethod.Post, Path,
            """{"agent_id":"ag:1","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""");

        Assert.Equal((HttpStatusCode.BadRequest, "3230"), (response.Status, (string?)response.Json["code"]));
    }
}
