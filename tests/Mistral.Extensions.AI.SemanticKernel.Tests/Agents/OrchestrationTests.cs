using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.Agents.Orchestration;
using Microsoft.SemanticKernel.Agents.Orchestration.GroupChat;
using Microsoft.SemanticKernel.Agents.Orchestration.Handoff;
using Microsoft.SemanticKernel.Agents.Orchestration.Sequential;
using Microsoft.SemanticKernel.Agents.Runtime.InProcess;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Agents;

/// <summary>SK's orchestrations: several agents on Mistral that speak in a group, after each other, or hand a task on.</summary>
public sealed class OrchestrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Agents_in_a_group_chat_take_turns(bool streaming)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var manager = new RoundRobinGroupChatManager { MaximumInvocationCount = 3 };

        await RunAsync(
            new GroupChatOrchestration(manager, Agent(emulated, "Writer"), Agent(emulated, "Critic")) { StreamingResponseCallback = Callback(streaming) },
            "A slogan for a lamp");

        Assert.Equal(["I am Writer.", "I am Critic.", "I am Writer."], emulated.Bodies.Select(request => (string?)request["messages"]![0]!["content"]));
        Assert.All(emulated.Bodies, request => Assert.Equal(streaming, (bool?)request["stream"] is true));
        Assert.Contains("A slogan for a lamp", emulated.Messages(2).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agents_after_each_other_pass_their_answers_on()
    {
        await using var emulated = await EmulatedKernel.StartAsync();

        var result = await RunAsync(new SequentialOrchestration(Agent(emulated, "Writer"), Agent(emulated, "Editor")), "A slogan");

        Assert.Equal("You said: \"A slogan\".", (string?)emulated.Messages(1).AsArray()[^1]!["content"]);
        Assert.Contains("A slogan", result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_agent_hands_a_task_on_by_calling_a_function(bool streaming)
    {
        await using var emulated = await EmulatedKernel.StartAsync();
        var (triage, refunds) = (Agent(emulated, "Triage"), Agent(emulated, "Refunds"));
        const string Call = """
            {"role":"assistant","content":"","tool_calls":[{"index":0,"id":"abcdefghi","function":{"name":"HandoffPlugin_transfer_to_Refunds","arguments":"{}"} }]}
            """;
        if (streaming)
            emulated.Stream("tool_calls", Call);
        else
            emulated.Say(Call, "tool_calls");

        var result = await RunAsync(
            new HandoffOrchestration(OrchestrationHandoffs.StartWith(triage).Add(triage, refunds, "Knows refunds."), triage, refunds)
            {
                StreamingResponseCallback = Callback(streaming),
            },
            "I want my money back");

        Assert.Equal("You said: \"I want my money back\".", result);
        Assert.Equal(["I am Triage.", "I am Refunds."], emulated.Bodies.Select(request => (string?)request["messages"]![0]!["content"]));
        Assert.Contains(emulated.Bodies[0]["tools"]!.AsArray(), tool => (string?)tool!["function"]!["name"] == "HandoffPlugin_transfer_to_Refunds");
    }

    private static OrchestrationStreamingCallback? Callback(bool streaming) => streaming ? (_, _) => default : null;

    private static ChatCompletionAgent Agent(EmulatedKernel emulated, string name) =>
        new() { Name = name, Description = name, Instructions = $"I am {name}.", Kernel = emulated.Kernel };

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
