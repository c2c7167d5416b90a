using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Mistral.Extensions.AI.SemanticKernel.Tests.Infrastructure;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>Filters of prompts, of functions and of automatic function calls.</summary>
public sealed class FunctionFilterTests
{
    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Auto_invocation_filter_receives_function_calls_and_can_change_results(bool streaming)
    {
        var filter = new AutoInvocationFilter(terminate: false);
        await using var fixture = await StartAsync(filter);

        var response = await AskAsync(fixture, streaming);

        Assert.Equal("get_weather Paris, request 0", Assert.Single(filter.Calls));
        Assert.Equal("The tool weather_get_weather returned: changed", response);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Auto_invocation_filter_can_terminate_function_calling(bool streaming)
    {
        var filter = new AutoInvocationFilter(terminate: true);
        await using var fixture = await StartAsync(filter);

        await AskAsync(fixture, streaming);

        Assert.Single(fixture.RequestBodies);
        Assert.Single(filter.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_continues_after_a_filter_terminated_function_calling(bool streaming)
    {
        await using var fixture = await StartAsync(new AutoInvocationFilter(terminate: true));
        var chat = fixture.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris?")];

        if (streaming)
            await chat.GetStreamingChatMessageContentsAsync(history, settings, fixture.Kernel, Token).ToListAsync(Token);
        else
            await chat.GetChatMessageContentAsync(history, settings, fixture.Kernel, Token);
        history.AddUserMessage("Thanks");
        var response = await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(["user", "assistant", "tool", "user"], history.Select(message => message.Role.Label));
        Assert.Equal("changed", (string?)fixture.GetMessages(1)[2]!["content"]);
        Assert.Equal("You said: \"Thanks\".", response.Content);
    }

    [Fact]
    public async Task Function_results_returned_after_termination_can_be_added_to_the_history()
    {
        await using var fixture = await StartAsync(new AutoInvocationFilter(terminate: true));
        var chat = fixture.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris?")];

        history.Add(await chat.GetChatMessageContentAsync(history, settings, fixture.Kernel, Token));
        history.AddUserMessage("Thanks");
        await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal(["user", "assistant", "tool", "user"], fixture.GetRoles(1));
    }

    [Fact]
    public async Task Function_invocation_filter_and_prompt_render_filter_are_called()
    {
        var filter = new PromptAndFunctionFilter();
        await using var fixture = await StartAsync(builder =>
        {
            builder.Services.AddSingleton<IFunctionInvocationFilter>(filter);
            builder.Services.AddSingleton<IPromptRenderFilter>(filter);
        });

        await AskAsync(fixture);

        Assert.Contains("get_weather", filter.Functions);
        Assert.Equal("What is the weather in Paris? Please.", (string?)fixture.GetMessages(0)[0]!["content"]);
    }

    private static async Task<string?> AskAsync(KernelFixture fixture, bool streaming = false)
    {
        const string Question = "What is the weather in Paris?";
        var arguments = new KernelArguments(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });
        if (!streaming)
            return await fixture.Kernel.InvokePromptAsync<string>(Question, arguments, cancellationToken: Token);

        var chunks = fixture.Kernel.InvokePromptStreamingAsync<string>(Question, arguments, cancellationToken: Token);
        return string.Concat(await chunks.ToListAsync(Token));
    }

    private Task<KernelFixture> StartAsync(IAutoFunctionInvocationFilter filter) =>
        StartAsync(builder => builder.Services.AddSingleton(filter));

    private Task<KernelFixture> StartAsync(Action<IKernelBuilder> configure) => KernelFixture.StartAsync(builder =>
    {
        builder.Plugins.AddFromObject(_weather, "weather");
        configure(builder);
    });

    private sealed class AutoInvocationFilter(bool terminate) : IAutoFunctionInvocationFilter
    {
        internal List<string> Calls { get; } = [];

        public async Task OnAutoFunctionInvocationAsync(
            AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            Calls.Add($"{context.Function.Name} {context.Arguments!["city"]}, request {context.RequestSequenceIndex}");
            await next(context);
            context.Result = new(context.Function, "changed");
            context.Terminate = terminate;
        }
    }

    private sealed class PromptAndFunctionFilter : IFunctionInvocationFilter, IPromptRenderFilter
    {
        internal List<string> Functions { get; } = [];

        public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
        {
            Functions.Add(context.Function.Name);
            await next(context);
        }

        public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
        {
            await next(context);
            context.RenderedPrompt += " Please.";
        }
    }
}
