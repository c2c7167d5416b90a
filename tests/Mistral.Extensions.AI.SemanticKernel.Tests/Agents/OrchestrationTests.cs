using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.Agents.Orchestration;
using Microsoft.SemanticKernel.Agents.Orchestration.GroupChat;
using Microsoft.SemanticKernel.Agents.Orchestration.Handoff;
using Microsoft.SemanticKernel.Agents.Orchestration.Sequential;
using Microsoft.SemanticKernel.Agents.Runtime.InProcess;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;
using Mistral.Extensions.AI.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Agents;

/// <summary>Semantic Kernel's orchestrations of several agents on Mistral models: group chat, sequential and handoff.</summary>
public sealed class OrchestrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Group_chat_orchestration_runs_the_agents_in_turn(bool streaming)
    {
        await using var fixture = await KernelFixture.StartAsync();
        var manager = new RoundRobinGroupChatManager { MaximumInvocationCount = 3 };

        await RunAsync(
            new GroupChatOrchestration(manager, CreateAgent(fixture, "Writer"), CreateAgent(fixture, "Critic"))
            {
                StreamingResponseCallback = CreateCallback(streaming),
            },
            "A slogan for a lamp");

        Assert.Equal(["I am Writer.", "I am Critic.", "I am Writer."], fixture.GetFirstMessages());
        Assert.All(fixture.RequestBodies, request => Assert.Equal(streaming, (bool?)request["stream"] is true));
        Assert.Contains("A slogan for a lamp", fixture.GetMessages(2).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["system", "user", "user"], fixture.GetRoles(1));
        Assert.Equal(["system", "user", "assistant", "user"], fixture.GetRoles(2));
        Assert.StartsWith("Critic said:\n", (string?)fixture.GetMessages(2)[3]!["content"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sequential_orchestration_sends_each_response_to_the_next_agent()
    {
        await using var fixture = await KernelFixture.StartAsync();

        var (writer, editor) = (CreateAgent(fixture, "Writer"), CreateAgent(fixture, "Editor"));
        var result = await RunAsync(new SequentialOrchestration(writer, editor), "A slogan");

        JsonAssert.Equal(
            """
            [{"role":"system","content":"I am Editor."},{"role":"user","content":"Writer said:\nYou said: \"A slogan\"."}]
            """,
            fixture.GetMessages(1));
        Assert.Contains("A slogan", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handoff_orchestration_transfers_the_task_by_a_function_call(bool streaming)
    {
        await using var fixture = await KernelFixture.StartAsync();
        var (triage, refunds) = (CreateAgent(fixture, "Triage"), CreateAgent(fixture, "Refunds"));
        const string HandoffMessage = """
            {"role":"assistant","content":"","tool_calls":[
              {"index":0,"id":"abcdefghi","function":{"name":"HandoffPlugin_transfer_to_Refunds","arguments":"{}"} }]}
            """;
        if (streaming)
            fixture.EnqueueStream("tool_calls", HandoffMessage);
        else
            fixture.EnqueueMessage(HandoffMessage, "tool_calls");

        var result = await RunAsync(
            new HandoffOrchestration(OrchestrationHandoffs.StartWith(triage).Add(triage, refunds, "Knows refunds."), triage, refunds)
            {
                StreamingResponseCallback = CreateCallback(streaming),
            },
            "I want my money back");

        Assert.Equal("You said: \"I want my money back\".", result);
        Assert.Equal(["I am Triage.", "I am Refunds."], fixture.GetFirstMessages());
        Assert.Contains(
            fixture.RequestBodies[0]["tools"]!.AsArray(),
            tool => (string?)tool!["function"]!["name"] == "HandoffPlugin_transfer_to_Refunds");
    }

    private static OrchestrationStreamingCallback? CreateCallback(bool streaming) => streaming ? (_, _) => default : null;

    private static ChatCompletionAgent CreateAgent(KernelFixture fixture, string name) =>
        new() { Name = name, Description = name, Instructions = $"I am {name}.", Kernel = fixture.Kernel };

    private static async Task<string> RunAsync(AgentOrchestration<string, string> orchestration, string task)
    {
        await using var runtime = new InProcessRuntime();
        await runtime.StartAsync(Token);
        var result = await orchestration.InvokeAsync(task, runtime, Token);
        var value = await result.GetValueAsync(TimeSpan.FromSeconds(30), Token);
        await runtime.RunUntilIdleAsync();
        return value;
    }
}
