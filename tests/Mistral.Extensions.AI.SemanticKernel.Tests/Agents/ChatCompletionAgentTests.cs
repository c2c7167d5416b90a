using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Agents;

/// <summary>SK's agents on Mistral: one with functions, and several that talk.</summary>
public sealed class ChatCompletionAgentTests
{
    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_calls_functions_and_remembers_its_thread()
    {
        await using var emulated = await StartAsync();
        var agent = Agent(emulated, "Guide", "Speak of the weather.");
        var thread = new ChatHistoryAgentThread();

        var first = await AskAsync(agent, "What is the weather in Paris?", thread);
        var second = await AskAsync(agent, "Thank you", thread);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", first);
        Assert.Equal("You said: \"Thank you\".", second);
        Assert.Equal(
            ["system", "user", "assistant", "tool", "assistant", "user"],
            emulated.Messages(2).AsArray().Select(message => (string)message!["role"]!));
        Assert.Equal("Speak of the weather.", (string?)emulated.Messages(2)[0]!["content"]);
    }

    [Fact]
    public async Task An_agent_streams_and_calls_functions()
    {
        await using var emulated = await StartAsync();
        var agent = Agent(emulated, "Guide", "Speak of the weather.");
        var thread = new ChatHistoryAgentThread();

        var text = "";
        await foreach (var piece in agent.InvokeStreamingAsync(new ChatMessageContent(AuthorRole.User, "What is the weather in Paris?"), thread, cancellationToken: Token))
            text += piece.Message.Content;
        await AskAsync(agent, "Thank you", thread);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", text);
        Assert.Equal(["Paris"], _weather.Cities);
        Assert.Equal(
            ["system", "user", "assistant", "tool", "assistant", "user"],
            emulated.Messages(2).AsArray().Select(message => (string)message!["role"]!));
    }

    [Fact]
    public async Task Agents_in_a_group_take_turns()
    {
        await using var emulated = await StartAsync();
        var group = new AgentGroupChat(Agent(emulated, "Writer", "Write."), Agent(emulated, "Critic", "Criticize."))
        {
            ExecutionSettings = new() { TerminationStrategy = { MaximumIterations = 3 } },
        };
        group.AddChatMessage(new(AuthorRole.User, "A slogan for a lamp"));

        var authors = new List<string>();
        await foreach (var message in group.InvokeAsync(Token))
            authors.Add(message.AuthorName!);

        Assert.Equal(["Writer", "Critic", "Writer"], authors);
        Assert.Equal(["Write.", "Criticize.", "Write."], emulated.Bodies.Select(request => (string)request["messages"]![0]!["content"]!));
    }

    [Fact]
    public async Task Settings_of_an_agent_reach_the_wire()
    {
        await using var emulated = await StartAsync();
        var agent = Agent(emulated, "Guide", "Speak.", new() { SafePrompt = true, ReasoningEffort = "none" });

        await AskAsync(agent, "Hi", new ChatHistoryAgentThread());

        Assert.True((bool?)Assert.Single(emulated.Bodies)["safe_prompt"]);
        Assert.Equal("none", (string?)emulated.Bodies[0]["reasoning_effort"]);
    }

    private static ChatCompletionAgent Agent(EmulatedKernel emulated, string name, string instructions, MistralPromptExecutionSettings? settings = null)
    {
        settings ??= new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        return new() { Name = name, Instructions = instructions, Kernel = emulated.Kernel, Arguments = new(settings) };
    }

    private static async Task<string> AskAsync(ChatCompletionAgent agent, string question, AgentThread thread)
    {
        var answers = new List<string>();
        await foreach (var answer in agent.InvokeAsync(new ChatMessageContent(AuthorRole.User, question), thread, cancellationToken: Token))
            answers.Add(answer.Message.Content!);
        return Assert.Single(answers);
    }

    private Task<EmulatedKernel> StartAsync() => EmulatedKernel.StartAsync(builder => builder.Plugins.AddFromObject(_weather, "weather"));
}
