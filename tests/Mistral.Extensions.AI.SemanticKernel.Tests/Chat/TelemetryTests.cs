using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace Mistral.Extensions.AI.SemanticKernel.Tests.Chat;

/// <summary>What an operator sees of a kernel at work.</summary>
public sealed class TelemetryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_span_tells_provider_model_tokens_and_finish_reason(bool streaming)
    {
        using var spans = new Spans();
        await using var emulated = await EmulatedKernel.StartAsync();

        using (spans.Own())
        {
            if (streaming)
            {
                await foreach (var _ in emulated.Kernel.InvokePromptStreamingAsync("Hi", cancellationToken: Token))
                {
                }
            }
            else
            {
                await emulated.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);
            }
        }

        var span = Assert.Single(spans.Named("chat mistral-small-latest"));
        Assert.Equal("mistral_ai", span.GetTagItem("gen_ai.provider.name"));
        Assert.Equal("mistral-small-latest", span.GetTagItem("gen_ai.request.model"));
        Assert.Equal("mistral-small-latest", span.GetTagItem("gen_ai.response.model"));
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.True((int)span.GetTagItem("gen_ai.usage.input_tokens")! > 0);
        Assert.True((int)span.GetTagItem("gen_ai.usage.output_tokens")! > 0);
        Assert.Equal("""["stop"]""", span.GetTagItem("gen_ai.response.finish_reasons"));
    }

    [Fact]
    public async Task A_span_has_the_source_that_is_documented_and_holds_messages_when_told_to()
    {
        using var spans = new Spans();
        await using var emulated = await EmulatedKernel.StartAsync();
        emulated.Kernel.GetRequiredService<IChatClient>().GetService<OpenTelemetryChatClient>()!.EnableSensitiveData = true;

        using (spans.Own())
            await emulated.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);

        var span = Assert.Single(spans.Named("chat mistral-small-latest"));
        Assert.Equal("Experimental.Microsoft.Extensions.AI", span.Source.Name);
        Assert.Contains("You said", (string?)span.GetTagItem("gen_ai.output.messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_round_of_a_function_call_is_a_span()
    {
        using var spans = new Spans();
        await using var emulated = await EmulatedKernel.StartAsync(builder => builder.Plugins.AddFromObject(new WeatherPlugin(), "weather"));

        using (spans.Own())
        {
            await emulated.Kernel.InvokePromptAsync(
                "What is the weather in Paris?",
                new(new MistralPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }),
                cancellationToken: Token);
        }

        Assert.Equal(2, spans.Named("chat mistral-small-latest").Count);
    }

    [Fact]
    public async Task Logs_go_to_the_kernels_loggers_and_hold_no_key()
    {
        var logs = new Logs();
        await using var emulated = await EmulatedKernel.StartAsync(builder =>
            builder.Services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace)));

        await emulated.Kernel.InvokePromptAsync("Hi", cancellationToken: Token);

        Assert.Contains(logs.Lines, line => line.Contains("LoggingChatClient", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("emulated", StringComparison.Ordinal));
    }
}
