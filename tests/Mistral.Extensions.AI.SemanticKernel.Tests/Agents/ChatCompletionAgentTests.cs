using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Agents;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Agents;

/// <summary>Semantic Kernel's chat completion agents on Mistral models: one agent with functions, and a group chat.</summary>
public sealed class ChatCompletionAgentTests
{
    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agent_calls_functions_and_keeps_the_history_of_the_thread()
    {
        await using var fixture = await StartAsync();
        var agent = CreateAgent(fixture, "Guide", "Speak of the weather.");
        var thread = new ChatHistoryAgentThread();

        var first = await AskAsync(agent, "What is the weather in Paris?", thread);
        var second = await AskAsync(agent, "Thank you", thread);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", first);
        Assert.Equal("You said: \"Thank you\".", second);
        Assert.Equal(["system", "user", "assistant", "tool", "assistant", "user"], fixture.GetRoles(2));
        Assert.Equal("Speak of the weather.", (string?)fixture.GetMessages(2)[0]!["content"]);
    }

    [Fact]
    public async Task Streaming_agent_calls_functions()
    {
        await using var fixture = await StartAsync();
        var agent = CreateAgent(fixture, "Guide", "Speak of the weather.");
        var thread = new ChatHistoryAgentThread();

        var text = "";
        var question = new ChatMessageContent(AuthorRole.User, "What is the weather in Paris?");
        await foreach (var chunk in agent.InvokeStreamingAsync(question, thread, cancellationToken: Token))
            text += chunk.Message.Content;
        await AskAsync(agent, "Thank you", thread);

        Assert.Equal("The tool weather_get_weather returned: sunny in Paris", text);
        Assert.Equal(["Paris"], _weather.Cities);
        Assert.Equal(["system", "user", "assistant", "tool", "assistant", "user"], fixture.GetRoles(2));
    }

    [Fact]
    public async Task Agents_of_a_group_chat_take_turns()
    {
        await using var fixture = await StartAsync();
        var group = new AgentGroupChat(CreateAgent(fixture, "Writer", "Write."), CreateAgent(fixture, "Critic", "Criticize."))
        {
            ExecutionSettings = new() { TerminationStrategy = { MaximumIterations = 3 } },
        };
        group.AddChatMessage(new(AuthorRole.User, "A slogan for a lamp"));

        var authors = new List<string>();
        await foreach (var message in group.InvokeAsync(Token))
            authors.Add(message.AuthorName!);

        Assert.Equal(["Writer", "Critic", "Writer"], authors);
        Assert.Equal(["Write.", "Criticize.", "Write."], fixture.GetFirstMessages());
        Assert.Equal(["system", "user", "user"], fixture.GetRoles(1));
        Assert.Equal(["system", "user", "assistant", "user"], fixture.GetRoles(2));
    }

    [Fact]
    public async Task Execution_settings_of_an_agent_are_sent()
    {
        await using var fixture = await StartAsync();
        var agent = CreateAgent(fixture, "Guide", "Speak.", new() { SafePrompt = true, ReasoningEffort = "none" });

        await AskAsync(agent, "Hi", new ChatHistoryAgentThread());

        Assert.True((bool?)Assert.Single(fixture.RequestBodies)["safe_prompt"]);
        Assert.Equal("none", (string?)fixture.RequestBodies[0]["reasoning_effort"]);
    }

    private static ChatCompletionAgent CreateAgent(
        KernelFixture fixture, string name, string instructions, MistralPromptExecutionSettings? settings = null)
    {
        settings ??= new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        return new() { Name = name, Instructions = instructions, Kernel = fixture.Kernel, Arguments = new(settings) };
    }

    private static async Task<string> AskAsync(ChatCompletionAgent agent, string question, AgentThread thread)
    {
        var responses = new List<string>();
        var message = new ChatMessageContent(AuthorRole.User, question);
        await foreach (var response in agent.InvokeAsync(message, thread, cancellationToken: Token))
            responses.Add(response.Message.Content!);
        return Assert.Single(responses);
    }

    private Task<KernelFixture> StartAsync() => KernelFixture.StartAsync(builder => builder.Plugins.AddFromObject(_weather, "weather"));
}
