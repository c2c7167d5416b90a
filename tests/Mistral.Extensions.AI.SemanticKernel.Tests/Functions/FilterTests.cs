using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Functions;

/// <summary>Filters around prompts and around the calls a model makes.</summary>
public sealed class FilterTests
{
    private readonly WeatherPlugin _weather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_filter_sees_the_calls_of_the_model_and_may_change_their_results(bool streaming)
    {
        var filter = new CallFilter(terminate: false);
        await using var emulated = await StartAsync(builder => builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(filter));

        var answer = await AskAsync(emulated, streaming);

        Assert.Equal("get_weather Paris, round 0", Assert.Single(filter.Seen));
        Assert.Equal("The tool weather_get_weather returned: changed", answer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_filter_may_end_the_rounds(bool streaming)
    {
        var filter = new CallFilter(terminate: true);
        await using var emulated = await StartAsync(builder => builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(filter));

        await AskAsync(emulated, streaming);

        Assert.Single(emulated.Bodies);
        Assert.Single(filter.Seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_filter_has_ended_the_rounds_the_conversation_goes_on(bool streaming)
    {
        await using var emulated = await StartAsync(builder => builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(new CallFilter(terminate: true)));
        var chat = emulated.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris?")];

        if (streaming)
            await chat.GetStreamingChatMessageContentsAsync(history, settings, emulated.Kernel, Token).ToListAsync(Token);
        else
            await chat.GetChatMessageContentAsync(history, settings, emulated.Kernel, Token);
        history.AddUserMessage("Thanks");
        var answer = await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        Assert.Equal([AuthorRole.User, AuthorRole.Assistant, AuthorRole.Tool, AuthorRole.User], history.Select(message => message.Role));
        Assert.Equal("changed", (string?)emulated.Messages(1)[2]!["content"]);
        Assert.Equal("You said: \"Thanks\".", answer.Content);
    }

    [Fact]
    public async Task Results_that_are_the_answer_may_be_added_to_the_history_as_any_answer_is()
    {
        await using var emulated = await StartAsync(builder => builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(new CallFilter(terminate: true)));
        var chat = emulated.Kernel.GetRequiredService<IChatCompletionService>();
        var settings = new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        ChatHistory history = [new(AuthorRole.User, "What is the weather in Paris?")];

        history.Add(await chat.GetChatMessageContentAsync(history, settings, emulated.Kernel, Token));
        history.AddUserMessage("Thanks");
        await chat.GetChatMessageContentAsync(history, cancellationToken: Token);

        // The library puts an assistant's "OK" between results and a question.
        Assert.Equal(
            ["user", "assistant", "tool", "assistant", "user"], emulated.Messages(1).AsArray().Select(message => (string)message!["role"]!));
    }

    [Fact]
    public async Task A_function_filter_and_a_prompt_filter_run_too()
    {
        var filter = new OuterFilter();
        await using var emulated = await StartAsync(builder =>
        {
            builder.Services.AddSingleton<IFunctionInvocationFilter>(filter);
            builder.Services.AddSingleton<IPromptRenderFilter>(filter);
        });

        await AskAsync(emulated);

        Assert.Contains("get_weather", filter.Functions);
        Assert.Equal("What is the weather in Paris? Please.", (string?)emulated.Messages(0)[0]!["content"]);
    }

    private static async Task<string?> AskAsync(EmulatedKernel emulated, bool streaming = false)
    {
        const string Question = "What is the weather in Paris?";
        var arguments = new KernelArguments(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() });
        return streaming
            ? string.Concat(await emulated.Kernel.InvokePromptStreamingAsync<string>(Question, arguments, cancellationToken: Token).ToListAsync(Token))
            : await emulated.Kernel.InvokePromptAsync<string>(Question, arguments, cancellationToken: Token);
    }

    private Task<EmulatedKernel> StartAsync(Action<IKernelBuilder> configure) => EmulatedKernel.StartAsync(builder =>
    {
        builder.Plugins.AddFromObject(_weather, "weather");
        configure(builder);
    });

    private sealed class CallFilter(bool terminate) : IAutoFunctionInvocationFilter
    {
        internal List<string> Seen { get; } = [];

        public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
        {
            Seen.Add($"{context.Function.Name} {context.Arguments!["city"]}, round {context.RequestSequenceIndex}");
            await next(context);
            context.Result = new(context.Function, "changed");
            context.Terminate = terminate;
        }
    }

    private sealed class OuterFilter : IFunctionInvocationFilter, IPromptRenderFilter
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
