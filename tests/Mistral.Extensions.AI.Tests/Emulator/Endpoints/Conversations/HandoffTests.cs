using System.Text.Json.Nodes;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.Tests.Emulator.Endpoints.Conversations;

public sealed class HandoffTests
{
    [Fact]
    public async Task Agent_hands_over_to_the_agent_that_the_user_names()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var (finance, calculator) = await CreateAgentsAsync(emulator);

        var response = await emulator.StartAsync("Ask the calculator-agent for 2 * 21", $$"""{"agent_id":"{{finance["id"]}}"}""");

        Assert.Equal(["agent.handoff", "tool.execution", "message.output"], response.OutputTypes());
        var handoff = response.Outputs()[0]!;
        Assert.StartsWith("handoff_", (string)handoff["id"]!);
        Assert.Equal(
            [
                "previous_agent_id", "previous_agent_name", "next_agent_id", "next_agent_name", "object", "type", "created_at",
                "completed_at", "id",
            ],
            handoff.AsObject().Select(member => member.Key));
        Assert.Equal("finance-agent", (string?)handoff["previous_agent_name"]);
        Assert.Equal((string?)calculator["id"], (string?)handoff["next_agent_id"]);
        Assert.Equal((string?)calculator["id"], (string?)response.Outputs()[2]!["agent_id"]);
        Assert.Equal("The code printed: 42", response.OutputText());
    }

    [Fact]
    public async Task Next_agent_keeps_the_conversation()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var (finance, calculator) = await CreateAgentsAsync(emulator);
        var start = await emulator.StartAsync("Ask the calculator-agent", $$"""{"agent_id":"{{finance["id"]}}"}""");

        var response = await emulator.AppendAsync(start, """{"inputs":"Hello"}""");

        Assert.Equal((string?)calculator["id"], (string?)response.Outputs()[0]!["agent_id"]);
    }

    [Fact]
    public async Task Client_handoff_ends_the_response()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var (finance, calculator) = await CreateAgentsAsync(emulator);

        var response = await emulator.StartAsync(
            "Ask the calculator-agent", $$"""{"agent_id":"{{finance["id"]}}","handoff_execution":"client"}""");
        var next = await emulator.AppendAsync(response, "{}");

        Assert.Equal(["agent.handoff"], response.OutputTypes());
        Assert.Equal(["message.output"], next.OutputTypes());
        Assert.Equal((string?)calculator["id"], (string?)next.Outputs()[0]!["agent_id"]);
    }

    [Fact]
    public async Task Agents_that_hand_over_to_each_other_do_not_loop()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var first = await emulator.CreateAgentAsync("alpha");
        var second = await emulator.CreateAgentAsync("beta", $$"""{"handoffs":["{{first["id"]}}"]}""");
        await emulator.SendAsync(HttpMethod.Patch, $"/v1/agents/{first["id"]}", $$"""{"handoffs":["{{second["id"]}}"]}""");

        var response = await emulator.StartAsync("alpha and beta", $$"""{"agent_id":"{{first["id"]}}"}""");

        Assert.Equal(["agent.handoff", "message.output"], response.OutputTypes());
    }

    [Fact]
    public async Task Handoff_is_streamed_as_two_events()
    {
        await using var emulator = await TestEmulator.StartAsync();
        var (finance, _) = await CreateAgentsAsync(emulator);

        var stream = await emulator.StartAsync("Ask the calculator-agent", $$"""{"agent_id":"{{finance["id"]}}","stream":true}""");

        var events = stream.NamedEvents();
        Assert.Equal("agent.handoff.started", events[1].Name);
        Assert.Equal("finance-agent", (string?)events[1].Data["previous_agent_name"]);
        Assert.Equal("agent.handoff.done", events[2].Name);
        Assert.Equal("calculator-agent", (string?)events[2].Data["next_agent_name"]);
    }

    private static async Task<(JsonNode Finance, JsonNode Calculator)> CreateAgentsAsync(TestEmulator emulator)
    {
        var calculator = await emulator.CreateAgentAsync("calculator-agent", """{"tools":[{"type":"code_interpreter"}]}""");
        return (await emulator.CreateAgentAsync("finance-agent", $$"""{"handoffs":["{{calculator["id"]}}"]}"""), calculator);
    }
}
